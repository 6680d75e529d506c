{#- The whole months of a term such as P18M, P2Y or P1Y6M; null for any other. -#}
{% macro iso_term_months(term) -%}
    {%- set years = dbt.split_part("substr(" ~ term ~ ", 2)", "'Y'", 1) | trim -%}
    {%- set rest = dbt.split_part(term, "'Y'", 2) | trim -%}
    {%- set months = 'substr(' ~ term ~ ', 2, length(' ~ term ~ ') - 2)' -%}
    {%- set months_of_rest = 'substr(' ~ rest ~ ', 1, length(' ~ rest ~ ') - 1)' -%}
    case
        when {{ term }} like 'P%Y%M'
            then 12 * {{ try_cast(term, 'integer', years) }}
                + {{ try_cast(term, 'integer', months_of_rest) }}
        when {{ term }} like 'P%Y' then 12 * {{ try_cast(term, 'integer', years) }}
        when {{ term }} like 'P%M' then {{ try_cast(term, 'integer', months) }}
    end
{%- endmacro %}

{#- The days of a term such as P52W or P90D; null for any other. -#}
{% macro iso_term_days(term) -%}
    {%- set number = 'substr(' ~ term ~ ', 2, length(' ~ term ~ ') - 2)' -%}
    case
        when {{ term }} like 'P%W' then 7 * {{ try_cast(term, 'integer', number) }}
        when {{ term }} like 'P%D' then {{ try_cast(term, 'integer', number) }}
    end
{%- endmacro %}
