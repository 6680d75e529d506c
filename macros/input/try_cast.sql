{#- A text as a date, timestamp, integer or decimal(p, s). Null where it is not of the one form that
    counts as such on every engine (text_form), is no day of the calendar or does not fit. -#}
{% macro try_cast(column, type) -%}
    {{ adapter.dispatch('try_cast', 'product_retention')(column, type) }}
{%- endmacro %}

{% macro default__try_cast(column, type) -%}
    {%- set text = clean_text(column) -%}
    {%- set kind = type if type in ['date', 'timestamp'] else 'number' -%}
    cast(
            case
                {%- if kind != 'number' %}
                when {{ text }} = 'infinity' then cast('9999-12-31' as {{ type }})
                when {{ text }} = '-infinity' then cast('0001-01-01' as {{ type }})
                {%- endif %}
                when {{ has_form(text, kind) }}
                    then {{ adapter.dispatch('cast_text', 'product_retention')(text, type) }}
            end as {{ type }}
        )
{%- endmacro %}

{#- DuckDB decides by the type of the column before it reads a row. -#}
{% macro duckdb__try_cast(column, type) -%}
    {%- set value = 'try_cast(' ~ column ~ ' as ' ~ type ~ ')' -%}
    case
            {%- if type in ['date', 'timestamp'] %}
            when typeof({{ column }}) in ('DATE', 'TIMESTAMP')
                then case
                    when {{ value }} > '9999-12-31' then cast('9999-12-31' as {{ type }})
                    when {{ value }} < '0001-01-01' then cast('0001-01-01' as {{ type }})
                    else {{ value }}
                end
            {%- else %}
            when typeof({{ column }}) in ('INTEGER', 'BIGINT') or typeof({{ column }}) like 'DECIMAL%'
                then {{ value }}
            {%- endif %}
            else {{ product_retention.default__try_cast(column, type) }}
        end
{%- endmacro %}

{% macro default__cast_text(text, type) -%}
    try_cast({{ text }} as {{ type }})
{%- endmacro %}

{# DuckDB misreads some decimals with an exponent, unless there is room for all their digits. #}
{% macro duckdb__cast_text(text, type) -%}
    {%- if type.startswith('decimal') -%}
    case
                        when contains(lower({{ text }}), 'e')
                            then try_cast(try_cast({{ text }} as decimal(38, 18)) as {{ type }})
                        else try_cast({{ text }} as {{ type }})
                    end
    {%- else -%}
    try_cast({{ text }} as {{ type }})
    {%- endif -%}
{%- endmacro %}

{# PostgreSQL 15 has no cast that gives null. Of a fraction of a second it would round the seventh
   digit, which other engines drop. #}
{% macro postgres__cast_text(text, type) -%}
    {%- if type == 'timestamp' -%}
    cast(substring({{ text }} from '^([0-9-]+([ T][0-9:]+([.][0-9]{1,6})?)?)') as timestamp)
    {%- elif type == 'date' -%}
    cast({{ text }} as date)
    {%- else -%}
    {%- set digits, scale = (type[8:-1].split(',') | map('int')) if type != 'integer' else (9, 0) -%}
    case
                        when abs(round(cast({{ text }} as numeric), {{ scale }})) < 1{{ '0' * (digits - scale) }}
                            then cast({{ text }} as numeric)
                    end
    {%- endif -%}
{%- endmacro %}

{# Spark reads no integer with decimals, and turns a time by the zone behind it. #}
{% macro spark__cast_text(text, type) -%}
    {%- if type == 'timestamp' -%}
    cast(
                        regexp_extract(
                            {{ text }}, '^[0-9-]+([ T][0-9:]+([.][0-9]{1,6})?)?', 0
                        ) as timestamp
                    )
    {%- elif type == 'integer' -%}
    try_cast(try_cast({{ text }} as decimal(38, 0)) as integer)
    {%- else -%}
    try_cast({{ text }} as {{ type }})
    {%- endif -%}
{%- endmacro %}
