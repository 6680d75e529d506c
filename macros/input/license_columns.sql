{#- Every staged column of a licence row but its id: rows of one id that agree in all are copies. -#}
{% macro license_columns() -%}
    {{ return([
        'customer_id', 'product_text', 'renewal_of_license_id', 'currency', 'status_text',
        'renewal_status', 'lost_reason', 'arr_amount', 'mrr_amount', 'value_amount', 'quantity',
        'length_months', 'unread_arr', 'unread_mrr', 'unread_value', 'unread_quantity',
        'is_end_date_included', 'is_fixed_term', 'auto_renews', 'is_recurring', 'is_trial',
        'is_deleted', 'from_date', 'to_date', 'unread_from_date', 'unread_to_date', 'renewal_date',
        'notice_date', 'created_at', 'updated_at',
    ] + list_var('license_attributes')) }}
{%- endmacro %}
