{#- The cast of a text that has the form of its type; null where the number does not fit. -#}
{% macro cast_text(text, type) -%}
    {{ adapter.dispatch('cast_text', 'product_retention')(text, type) }}
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
