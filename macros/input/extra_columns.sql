{#- The columns of a raw table that a var names beside those of the contract. -#}
{% macro extra_columns(table_name) -%}
    {{ return({
        'licenses': list_var('license_attributes'),
        'companies': list_var('customer_segments'),
    }.get(table_name, [])) }}
{%- endmacro %}
