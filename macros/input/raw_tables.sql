{#- The raw tables that the project reads. -#}
{% macro raw_tables() -%}
    {{ return([
        'licenses', 'products', 'product_aliases', 'companies', 'product_usage', 'account_signals',
        'exchange_rates',
    ]) }}
{%- endmacro %}
