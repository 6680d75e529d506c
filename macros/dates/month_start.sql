{% macro month_start(month_index_expression) -%}
    {{ adapter.dispatch('month_start', 'product_retention')(month_index_expression) }}
{%- endmacro %}

{% macro default__month_start(month_index_expression) -%}
    make_date(
        cast(floor(({{ month_index_expression }}) / 12) as integer),
        cast(mod({{ month_index_expression }}, 12) + 1 as integer),
        1
    )
{%- endmacro %}

{% macro duckdb__month_start(month_index_expression) -%}
    make_date(
        ({{ month_index_expression }}) // 12, ({{ month_index_expression }}) % 12 + 1, 1
    )
{%- endmacro %}

{% macro snowflake__month_start(month_index_expression) -%}
    date_from_parts(
        cast(floor(({{ month_index_expression }}) / 12) as integer),
        cast(mod({{ month_index_expression }}, 12) + 1 as integer),
        1
    )
{%- endmacro %}

{% macro bigquery__month_start(month_index_expression) -%}
    date(div({{ month_index_expression }}, 12), mod({{ month_index_expression }}, 12) + 1, 1)
{%- endmacro %}

{# Redshift cannot make a date of its parts, so that months are counted from January 1900 (index 22800). #}
{% macro redshift__month_start(month_index_expression) -%}
    cast(
        dateadd(
            month, cast({{ month_index_expression }} as integer) - 22800, cast('1900-01-01' as date)
        ) as date
    )
{%- endmacro %}
