{#- After a table is built: lets the database count what it holds, where it does not do so by itself.
    PostgreSQL would plan the next models as if the table were nearly empty, and take minutes. -#}
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
