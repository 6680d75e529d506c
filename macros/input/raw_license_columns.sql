{#- The columns of the raw table of licences. -#}
{% macro raw_license_columns() -%}
    {{ return([
        'license_id', 'company_id', 'product', 'value', 'mrr', 'arr', 'currency', 'quantity',
        'from_date', 'to_date', 'to_date_included', 'fixed_period', 'length', 'status',
        'renewal_status', 'auto_renews', 'renewal_date', 'notice_date', 'renewal_of_license_id',
        'is_recurring', 'is_trial', 'is_deleted', 'lost_reason', 'created_at', 'updated_at',
    ] + list_var('license_attributes')) }}
{%- endmacro %}
