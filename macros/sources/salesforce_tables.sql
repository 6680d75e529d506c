{#- The tables of opportunities. Fivetran writes AccountId as account_id, which is the same name here. -#}
{% macro salesforce_opportunities_tables() -%}
    {%- set line = source_option('salesforce_opportunities', 'line_columns') -%}
    {%- set same_as = source_option('salesforce_opportunities', 'same_as_field') -%}
    {{ return(dict(salesforce_tables('salesforce_opportunities'), **{
        'opportunities': {
            'names': {'fivetran': 'opportunity', 'airbyte': 'Opportunity'},
            'columns': {
                'opportunity_id': ['id'],
                'account_id': ['account_id'],
                'is_won': ['is_won'],
                'amount': ['amount'],
                'currency': ['currency_iso_code'],
                'close_date': ['close_date'],
                'created_at': ['created_date'],
                'updated_at': ['last_modified_date'],
            },
            'needed': ['opportunity_id', 'account_id', 'is_won', 'close_date'],
            'key': 'opportunity_id',
        },
        'lines': {
            'names': {'fivetran': 'opportunity_line_item', 'airbyte': 'OpportunityLineItem'},
            'columns': {
                'line_id': ['id'],
                'opportunity_id': ['opportunity_id'],
                'product_id': ['product_2_id'],
                'quantity': ['quantity'],
                'total_price': ['total_price'],
                'currency': ['currency_iso_code'],
                'starts_on': [line.get('start') or 'service_date'],
                'service_date': ['service_date'],
                'ends_on': [line.end] if line.end else [],
                'months': [line.months] if line.months else [],
                'frequency': [line.frequency] if line.frequency else [],
                'renewed_line_id': [line.renews] if line.renews else [],
                'created_at': ['created_date'],
                'updated_at': ['last_modified_date'],
                'same_as': [same_as] if same_as else [],
            },
            'needed': ['line_id', 'opportunity_id', 'product_id', 'total_price']
                + (['ends_on'] if line.end else []) + (['months'] if line.months else [])
                + (['frequency'] if line.frequency else []),
            'key': 'line_id',
        },
    })) }}
{%- endmacro %}

{#- The tables of Salesforce CPQ. Formula fields, which Fivetran leaves out, are not read. -#}
{% macro salesforce_cpq_tables() -%}
    {%- set same_as = source_option('salesforce_cpq', 'same_as_field') -%}
    {{ return(dict(salesforce_tables('salesforce_cpq'), **{
        'subscriptions': {
            'names': {'fivetran': 'sbqq_subscription_c', 'airbyte': 'SBQQ__Subscription__c'},
            'columns': {
                'subscription_id': ['id'],
                'contract_id': ['sbqq_contract_c'],
                'account_id': ['sbqq_account_c'],
                'product_id': ['sbqq_product_c'],
                'quantity': ['sbqq_quantity_c'],
                'net_price': ['sbqq_net_price_c'],
                'starts_on': ['sbqq_subscription_start_date_c'],
                'ends_on': ['sbqq_subscription_end_date_c'],
                'terminated_on': ['sbqq_terminated_date_c'],
                'subscription_type': ['sbqq_subscription_type_c'],
                'charge_type': ['sbqq_charge_type_c'],
                'prorate_multiplier': ['sbqq_prorate_multiplier_c'],
                'currency': ['currency_iso_code'],
                'created_at': ['created_date'],
                'updated_at': ['last_modified_date'],
                'same_as': [same_as] if same_as else [],
            },
            'needed': ['subscription_id', 'contract_id', 'product_id', 'quantity', 'net_price'],
            'key': 'subscription_id',
        },
        'contracts': {
            'names': {'fivetran': 'contract', 'airbyte': 'Contract'},
            'columns': {
                'contract_id': ['id'],
                'account_id': ['account_id'],
                'status': ['status'],
                'starts_on': ['start_date'],
                'ends_on': ['end_date'],
            },
            'needed': ['contract_id', 'account_id', 'status'],
            'key': 'contract_id',
        },
    })) }}
{%- endmacro %}

{#- The tables that both have. -#}
{% macro salesforce_tables(source) -%}
    {%- set company = source_option(source, 'company_field') -%}
    {{ return({
        'companies': {
            'names': {'fivetran': 'account', 'airbyte': 'Account'},
            'columns': {
                'company_id': ['id'],
                'name': ['name'],
                'industry': ['industry'],
                'owner_id': ['owner_id'],
                'parent_id': ['parent_id'],
                'created_at': ['created_date'],
                'stated_company_id': [company] if company else [],
            },
            'needed': ['company_id'],
            'key': 'company_id',
            'is_optional': true,
        },
        'products': {
            'names': {'fivetran': 'product_2', 'airbyte': 'Product2'},
            'columns': {
                'product_id': ['id'],
                'name': ['name'],
                'family': ['family'],
                'term_months': ['sbqq_subscription_term_c'],
            },
            'needed': ['product_id'],
            'key': 'product_id',
            'is_optional': true,
        },
    }) }}
{%- endmacro %}
