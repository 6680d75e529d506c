{{ config(
    materialized='table' if reads_csv() else 'view',
    pre_hook="{{ open_raw_table('licenses') }}",
    post_hook="{{ list_unread_lines('licenses', this) }}",
) }}
{%- set columns = [
    'license_id', 'company_id', 'product', 'value', 'mrr', 'arr', 'currency', 'quantity',
    'from_date', 'to_date', 'to_date_included', 'fixed_period', 'length', 'status',
    'renewal_status', 'auto_renews', 'renewal_date', 'notice_date', 'renewal_of_license_id',
    'is_recurring', 'is_trial', 'lost_reason', 'created_at', 'updated_at',
] -%}
{%- set unread_line = 'unread_line' if reads_csv() else 'null' -%}

with loaded as (
    {{ raw_rows('licenses', columns + list_var('license_attributes')) | indent(4) }}
),

renamed as (
    select
        {{ clean_text('license_id') }} as license_id,
        {{ clean_text('company_id') }} as customer_id,
        {{ clean_text('product') }} as product_text,
        {{ clean_text('renewal_of_license_id') }} as renewal_of_license_id,
        {{ upper_case(clean_text('currency')) }} as currency,
        {{ lower_case(clean_text('status')) }} as status_text,
        {{ lower_case(clean_text('renewal_status')) }} as renewal_status,
        {{ clean_text('lost_reason') }} as lost_reason,
        cast({{ unread_line }} as {{ dbt.type_string() }}) as unread_line,
        {%- for attribute in list_var('license_attributes') %}
        {{ clean_text(attribute) }} as {{ attribute }},
        {%- endfor %}

        {{ try_cast('arr', amount_type()) }} as arr_amount,
        {{ try_cast('mrr', amount_type()) }} as mrr_amount,
        {{ try_cast('value', amount_type()) }} as value_amount,
        {{ try_cast('quantity', amount_type()) }} as quantity,
        {{ try_cast('length', amount_type()) }} as length_months,
        {{ unread_text('arr', amount_type()) }} as unread_arr,
        {{ unread_text('mrr', amount_type()) }} as unread_mrr,
        {{ unread_text('value', amount_type()) }} as unread_value,
        {{ unread_text('quantity', amount_type()) }} as unread_quantity,
        {{ unread_fields({
            'length': amount_type(), 'to_date_included': 'boolean', 'fixed_period': 'boolean',
            'auto_renews': 'boolean', 'is_recurring': 'boolean', 'is_trial': 'boolean',
            'renewal_date': 'date', 'notice_date': 'date', 'created_at': 'timestamp',
            'updated_at': 'timestamp',
        }) }} as unread_fields,

        {{ parse_boolean('to_date_included') }} as is_end_date_included,
        {{ parse_boolean('fixed_period') }} as is_fixed_term,
        {{ parse_boolean('auto_renews') }} as auto_renews,
        {{ parse_boolean('is_recurring') }} as is_recurring,
        {{ parse_boolean('is_trial') }} as is_trial,

        {{ try_cast('from_date', 'date') }} as from_date,
        {{ try_cast('to_date', 'date') }} as to_date,
        {{ unread_text('from_date', 'date') }} as unread_from_date,
        {{ unread_text('to_date', 'date') }} as unread_to_date,
        {{ try_cast('renewal_date', 'date') }} as renewal_date,
        {{ try_cast('notice_date', 'date') }} as notice_date,
        {{ try_cast('created_at', 'timestamp') }} as created_at,
        {{ try_cast('updated_at', 'timestamp') }} as updated_at
    from loaded
)

select * from renamed
