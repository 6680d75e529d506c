{#- The sum of floating-point numbers, added up by their size where the engine can: otherwise its last
    digit hangs on the order in which rows are read, which differs from build to build. -#}
{% macro steady_sum(number) -%}
    {{ adapter.dispatch('steady_sum', 'product_retention')(number) }}
{%- endmacro %}

{% macro default__steady_sum(number) -%}
    sum({{ number }})
{%- endmacro %}

{% macro duckdb__steady_sum(number) -%}
    sum({{ number }} order by {{ number }})
{%- endmacro %}

{% macro postgres__steady_sum(number) -%}
    {{ product_retention.duckdb__steady_sum(number) }}
{%- endmacro %}

{% macro redshift__steady_sum(number) -%}
    {{ product_retention.default__steady_sum(number) }}
{%- endmacro %}
