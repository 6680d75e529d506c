{#- The columns of the raw table licenses by what they hold. -#}
{% macro raw_license_columns() -%}
    {{ return({
        'texts': [
            'license_id', 'company_id', 'product', 'renewal_of_license_id', 'currency', 'status',
            'renewal_status', 'lost_reason',
        ],
        'amounts': ['arr', 'mrr', 'value'],
        'numbers': ['arr', 'mrr', 'value', 'quantity', 'length'],
        'flags': [
            'to_date_included', 'fixed_period', 'auto_renews', 'is_recurring', 'is_trial', 'is_deleted',
        ],
        'dates': ['from_date', 'to_date', 'renewal_date', 'notice_date'],
        'times': ['created_at', 'updated_at'],
    }) }}
{%- endmacro %}
