{#- Columns that a raw table must have. Of the inner lists one column is enough. -#}
{% macro needed_columns(table_name) -%}
    {{ return({
        'licenses': [
            'license_id', 'company_id', 'product', 'from_date', 'to_date', ['arr', 'mrr', 'value'],
        ],
        'products': ['product_id', 'name'],
        'product_aliases': ['alias', 'product_id'],
        'companies': ['company_id', 'name'],
        'exchange_rates': ['currency', 'rate_date', 'rate'],
    }[table_name]) }}
{%- endmacro %}
