{#- The columns that a raw table may have, each with the names that known systems use for it: Planhat,
    Salesforce, HubSpot, Stripe, Chargebee and their loaders. Case, blanks and underscores do not
    matter, so that from_date is also fromDate and "From Date". Where a file has several of them,
    the column's own name comes first, then the order here. -#}
{% macro known_columns(table_name) -%}
    {%- set created = ['createDate', 'CreatedDate', 'created'] -%}
    {%- set tables = {
        'licenses': {
            'license_id': ['licence_id', '_id', 'hs_object_id', 'subscription_item_id', 'subscription_id'],
            'company_id': ['AccountId', 'SBQQ__Account__c', 'customer_id', 'associatedcompanyid'],
            'product': [
                'product_id', 'Product2Id', 'SBQQ__Product__c', 'hs_product_id', 'item_price_id',
                'plan_id', 'product_name', 'SBQQ__ProductName__c',
            ],
            'arr': ['hs_arr', 'annual recurring revenue'],
            'mrr': ['hs_mrr', 'monthly recurring revenue'],
            'value': [],
            'currency': [
                'CurrencyIsoCode', 'currency_code', 'deal_currency_code', 'hs_line_item_currency_code',
            ],
            'quantity': ['SBQQ__Quantity__c', 'plan_quantity'],
            'from_date': ['StartDate', 'SBQQ__StartDate__c', 'hs_recurring_billing_start_date'],
            'to_date': ['EndDate', 'SBQQ__EndDate__c', 'hs_recurring_billing_end_date'],
            'to_date_included': [],
            'fixed_period': [],
            'length': ['ContractTerm', 'SBQQ__SubscriptionTerm__c'],
            'status': ['StageName', 'stage', 'dealstage'],
            'renewal_status': [],
            'auto_renews': ['autoRenew', 'auto_renewal'],
            'renewal_date': [],
            'notice_date': [],
            'renewal_of_license_id': ['renewal_of_licence_id', 'renewal_of'],
            'is_recurring': ['recurring'],
            'is_trial': ['trial'],
            'is_deleted': ['deleted', '_fivetran_deleted', 'archived'],
            'lost_reason': ['closed_lost_reason', 'cancel_reason_code', 'churn_reason'],
            'created_at': created,
            'updated_at': ['lastUpdated', 'LastModifiedDate', 'hs_lastmodifieddate'],
        },
        'products': {
            'product_id': ['_id', 'hs_object_id'],
            'name': ['product_name'],
            'family': ['product_family'],
            'tier': [],
            'tier_rank': [],
            'role': ['product_role'],
            'type': ['product_type'],
            'launched_on': ['launch_date'],
        },
        'product_aliases': {
            'alias': [],
            'product_id': [],
        },
        'companies': {
            'company_id': ['_id', 'hs_object_id', 'customer_id', 'AccountId'],
            'name': ['company_name', 'customer_name', 'account_name'],
            'segment': [],
            'industry': [],
            'region': [],
            'owner': ['OwnerId', 'hubspot_owner_id'],
            'parent_company_id': ['ParentId', 'hs_parent_company_id'],
            'created_at': created,
            'valid_from': [],
        },
        'product_usage': {
            'company_id': ['customer_id', 'AccountId'],
            'product': ['product_id', 'product_name'],
            'usage_date': ['date', 'day'],
            'active_users': ['daily_active_users', 'dau'],
            'used_units': ['usage', 'units_used'],
            'entitled_units': ['entitlement', 'units_entitled'],
            'features_used': [],
            'features_available': [],
        },
        'account_signals': {
            'company_id': ['customer_id', 'AccountId'],
            'signal_date': ['date', 'day'],
            'engagement_score': [],
            'open_tickets': ['tickets_open'],
            'stakeholder_contacts': ['contacts'],
            'health_score': ['health'],
        },
        'exchange_rates': {
            'currency': ['currency_code'],
            'rate_date': ['date'],
            'rate': ['exchange_rate'],
        },
        'customer_links': {'source_system': [], 'source_customer_id': [], 'company_id': []},
        'license_links': {'source_system': [], 'source_record_id': [], 'counted_in': []},
    } -%}
    {#- What only an option of source planhat asks for. -#}
    {%- for option, column in {
        'synced_from': 'source_id', 'quantity_field': 'custom',
    }.items() if source_option('planhat', option) is not none -%}
        {%- do tables.licenses.update({column: []}) -%}
    {%- endfor -%}
    {{ return(tables[table_name]) }}
{%- endmacro %}
