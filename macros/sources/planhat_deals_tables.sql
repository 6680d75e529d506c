{#- The tables of deals in Planhat: the names of some columns are an option, since they are not verified. -#}
{% macro planhat_deals_tables() -%}
    {%- set named = source_option('planhat_deals', 'deal_columns') -%}
    {%- set company = source_option('planhat_deals', 'company_field') -%}
    {%- set tables = {
        'lines': {
            'names': {'fivetran': 'line_items', 'airbyte': 'line_items'},
            'columns': {
                'line_id': ['_id'],
                'deal_id': [named.get('deal', 'dealId')],
                'company_id': ['companyId'],
                'product_id': ['productId'],
                'product': ['product'],
                'product_type': [named.get('type', 'productType')],
                'currency': [named.get('currency', '_currency')],
                'from_date': ['fromDate'],
                'to_date': ['toDate'],
                'is_end_included': ['toDateIncluded'],
                'is_fixed_term': ['fixedPeriod'],
                'length_months': ['length'],
                'arr': ['arr'],
                'mrr': ['mrr'],
                'value': ['value'],
                'quantity': [named.get('quantity', 'quantity')],
                'same_as': [source_option('planhat_deals', 'same_as_field') or 'externalId'],
                'created_at': ['createdAt'],
                'updated_at': ['updatedAt'],
            },
            'needed': ['line_id', 'deal_id', 'from_date', 'to_date', 'product_type'],
            'key': 'line_id',
        },
        'deals': {
            'names': {'fivetran': 'deals', 'airbyte': 'deals'},
            'columns': {
                'deal_id': ['_id'],
                'company_id': ['companyId'],
                'stage': [named.get('stage', 'stage')],
                'currency': [named.get('currency', '_currency')],
                'value': ['value', 'amount'],
                'close_date': ['closeDate'],
            },
            'needed': ['deal_id', 'stage'],
            'key': 'deal_id',
        },
        'companies': {
            'names': {'fivetran': 'companies', 'airbyte': 'companies'},
            'columns': {
                'company_id': ['_id'], 'name': ['name'], 'created_at': ['createdAt'],
                'industry': [], 'owner_id': [], 'parent_id': [],
                'stated_company_id': [company] if company else [],
            },
            'needed': ['company_id'],
            'key': 'company_id',
            'is_optional': true,
        },
        'products': {
            'names': {'fivetran': 'products', 'airbyte': 'products'},
            'columns': {'product_id': ['_id'], 'name': ['name']},
            'needed': ['product_id'],
            'key': 'product_id',
            'is_optional': true,
        },
    } -%}
    {{ return(tables) }}
{%- endmacro %}
