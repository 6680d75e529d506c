{#- Columns that the project itself uses for companies and licences; extra columns need other names. -#}
{% macro standard_columns() -%}
    {{ return([
        'license_id', 'company_id', 'customer_id', 'customer_name', 'product', 'product_id',
        'product_text', 'value', 'mrr', 'arr', 'currency', 'quantity', 'from_date', 'to_date',
        'to_date_included', 'fixed_period', 'length', 'status', 'status_text', 'renewal_status',
        'auto_renews', 'renewal_date', 'notice_date', 'renewal_of_license_id', 'is_recurring',
        'is_trial', 'is_deleted', 'lost_reason', 'created_at', 'updated_at', 'valid_from', 'name',
        'segment', 'industry', 'region', 'owner', 'parent_company_id', 'parent_customer_id',
        'first_arr_month', 'current_arr', 'is_active', 'is_in_companies', 'starts_on',
        'ends_before', 'pending_arr', 'arr_in_currency', 'pending_arr_in_currency',
        'exchange_rate', 'is_in_catalog', 'stated_ends_before', 'renewed_on',
    ]) }}
{%- endmacro %}
