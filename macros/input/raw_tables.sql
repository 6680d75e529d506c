{#- The raw tables that the project reads. -#}
{% macro raw_tables() -%}
    {%- set links = ['customer_links', 'license_links'] | select('in', list_var('optional_inputs')) | list -%}
    {{ return(
        [
            'licenses', 'products', 'product_aliases', 'companies', 'product_usage', 'account_signals',
            'exchange_rates',
        ]
        + (links if setting('input') != 'sample' else [])
    ) }}
{%- endmacro %}
