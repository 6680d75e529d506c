{#- The raw tables that the project reads. -#}
{% macro raw_tables() -%}
    {{ return(['licenses', 'products', 'product_aliases', 'companies', 'exchange_rates']) }}
{%- endmacro %}
