{#- The columns without which a raw table is of no use. Of columns in a list within the list one is
    enough. -#}
{% macro needed_columns(table_name) -%}
    {{ return({
        'licenses': [
            'license_id', 'company_id', 'product', 'from_date', 'to_date', ['arr', 'mrr', 'value'],
        ],
        'products': ['product_id', 'name'],
        'product_aliases': ['alias', 'product_id'],
        'companies': ['company_id', 'name'],
        'product_usage': ['company_id', 'product', 'usage_date'],
        'account_signals': ['company_id', 'signal_date'],
        'exchange_rates': ['currency', 'rate_date', 'rate'],
    }[table_name]) }}
{%- endmacro %}
