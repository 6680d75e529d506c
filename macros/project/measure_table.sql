{#- After a table is built: has the database look at it, where it does not do so by itself. PostgreSQL
    would plan the models after it as if it held next to nothing, and take minutes for seconds. -#}
{% macro measure_table() -%}
    {{ adapter.dispatch('measure_table', 'product_retention')() }}
{%- endmacro %}

{% macro default__measure_table() -%}
{%- endmacro %}

{% macro postgres__measure_table() -%}
    {%- if config.get('materialized') in ['table', 'incremental'] -%}
    analyze {{ this }}
    {%- endif -%}
{%- endmacro %}
