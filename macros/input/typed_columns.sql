{#- The columns of a raw table that are not text, each with its name in staging: their values can be
    unreadable. -#}
{% macro typed_columns(table_name) -%}
    {%- set tables = {
        'licenses': {
            'arr': 'case when unread_arr is null then arr_amount end',
            'mrr': 'case when unread_mrr is null then mrr_amount end',
            'value': 'case when unread_value is null then value_amount end',
            'quantity': 'quantity',
            'length': 'length_months',
            'to_date_included': 'is_end_date_included',
            'fixed_period': 'is_fixed_term',
            'auto_renews': 'auto_renews',
            'is_recurring': 'is_recurring',
            'is_trial': 'is_trial',
            'is_deleted': 'is_deleted',
            'from_date': 'from_date',
            'to_date': 'to_date',
            'renewal_date': 'renewal_date',
            'notice_date': 'notice_date',
            'created_at': 'created_at',
            'updated_at': 'updated_at',
        },
        'products': {'tier_rank': 'tier_rank', 'launched_on': 'launched_on'},
        'companies': {'created_at': 'created_at', 'valid_from': 'valid_from'},
        'product_usage': {
            'usage_date': 'usage_date',
            'active_users': 'active_users',
            'used_units': 'used_units',
            'entitled_units': 'entitled_units',
            'features_used': 'features_used',
            'features_available': 'features_available',
        },
        'account_signals': {
            'signal_date': 'signal_date',
            'engagement_score': 'engagement_score',
            'open_tickets': 'open_tickets',
            'stakeholder_contacts': 'stakeholder_contacts',
            'health_score': 'health_score',
        },
        'exchange_rates': {'rate_date': 'rate_date', 'rate': 'exchange_rate'},
    } -%}
    {{ return(tables.get(table_name, {})) }}
{%- endmacro %}
