{#- The columns of a licence that can move ARR, with their names in the raw table. -#}
{% macro deciding_license_columns() -%}
    {%- set columns = {
        'customer_id': 'company_id', 'product_text': 'product', 'currency': 'currency',
        'status': 'status', 'arr_amount': 'arr', 'mrr_amount': 'mrr', 'value_amount': 'value',
        'unread_arr': 'arr (unreadable)', 'unread_mrr': 'mrr (unreadable)',
        'unread_value': 'value (unreadable)', 'length_months': 'length', 'from_date': 'from_date',
        'to_date': 'to_date', 'unread_from_date': 'from_date (unreadable)',
        'unread_to_date': 'to_date (unreadable)', 'is_end_date_included': 'to_date_included',
        'is_fixed_term': 'fixed_period', 'is_recurring': 'is_recurring', 'is_trial': 'is_trial',
        'is_deleted': 'is_deleted', 'unread_flags': 'flags',
        'renewal_of_license_id': 'renewal_of_license_id',
    } -%}
    {%- do columns.update(auto_renews='auto_renews', renewal_status='renewal_status')
        if setting('auto_renew_past_end') -%}
    {{ return(columns) }}
{%- endmacro %}
