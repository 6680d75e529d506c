{{ config(
    materialized='table' if reads_csv() or target.type == 'spark' else 'view',
    pre_hook="{{ open_raw_table('licenses') }}",
    post_hook="{{ list_unread_lines('licenses', this) }}",
) }}
{%- set unread_line = 'unread_line' if reads_csv() else 'null' -%}
{#- What may be unreadable: the raw column, and the one that is read from it. -#}
{%- set read_columns = {
    'arr': 'arr_amount', 'mrr': 'mrr_amount', 'value': 'value_amount', 'quantity': 'quantity',
    'length': 'length_months', 'to_date_included': 'is_end_date_included',
    'fixed_period': 'is_fixed_term', 'auto_renews': 'auto_renews',
    'is_recurring': 'is_recurring', 'is_trial': 'is_trial', 'is_deleted': 'is_deleted',
    'from_date': 'from_date', 'to_date': 'to_date', 'renewal_date': 'renewal_date',
    'notice_date': 'notice_date', 'created_at': 'created_at', 'updated_at': 'updated_at',
} -%}
{%- set kept_apart = ['arr', 'mrr', 'value', 'quantity', 'from_date', 'to_date'] -%}

with loaded as (
    {{ raw_rows('licenses', raw_license_columns()) | indent(4) }}
),

texts as (
    select
        {%- for column in raw_license_columns() %}
        {{ column }} as raw_{{ column }},
        {{ clean_text(column) }} as text_{{ column }},
        {%- endfor %}
        cast({{ unread_line }} as {{ dbt.type_string() }}) as unread_line
    from loaded
    {%- if not reads_csv() %}
    {%- endif %}
),

parsed as (
    select
        texts.*,
        {{ try_cast('raw_arr', amount_type(), 'text_arr') }} as arr_amount,
        {{ try_cast('raw_mrr', amount_type(), 'text_mrr') }} as mrr_amount,
        {{ try_cast('raw_value', amount_type(), 'text_value') }} as value_amount,
        {{ try_cast('raw_quantity', amount_type(), 'text_quantity') }} as quantity,
        {{ try_cast('raw_length', amount_type(), 'text_length') }} as length_months,

        {{ parse_boolean('raw_to_date_included', 'text_to_date_included') }}
            as is_end_date_included,
        {{ parse_boolean('raw_fixed_period', 'text_fixed_period') }} as is_fixed_term,
        {{ parse_boolean('raw_auto_renews', 'text_auto_renews') }} as auto_renews,
        {{ parse_boolean('raw_is_recurring', 'text_is_recurring') }} as is_recurring,
        {{ parse_boolean('raw_is_trial', 'text_is_trial') }} as is_trial,
        {{ parse_boolean('raw_is_deleted', 'text_is_deleted') }} as is_deleted,

        {{ try_cast('raw_from_date', 'date', 'text_from_date') }} as from_date,
        {{ try_cast('raw_to_date', 'date', 'text_to_date') }} as to_date,
        {{ try_cast('raw_renewal_date', 'date', 'text_renewal_date') }} as renewal_date,
        {{ try_cast('raw_notice_date', 'date', 'text_notice_date') }} as notice_date,
        {{ try_cast('raw_created_at', 'timestamp', 'text_created_at') }} as created_at,
        {{ try_cast('raw_updated_at', 'timestamp', 'text_updated_at') }} as updated_at
    from texts
),

-- What a column says that could not be read. Few rows say any: only they are cleaned for it.
checked as (
    select
        {%- for raw, column in read_columns.items() %}
        case
            when {{ column }} is null and raw_{{ raw }} is not null
                then {{ clean_text('raw_' ~ raw) }}
        end as unread_{{ raw }},
        {%- endfor %}
        parsed.*
    from parsed
)

select
    text_license_id as license_id,
    text_company_id as customer_id,
    text_product as product_text,
    text_renewal_of_license_id as renewal_of_license_id,
    {{ upper_case('text_currency') }} as currency,
    {{ lower_case('text_status') }} as status_text,
    {{ lower_case('text_renewal_status') }} as renewal_status,
    text_lost_reason as lost_reason,
    unread_line,
    {%- for attribute in list_var('license_attributes') %}
    text_{{ attribute }} as {{ attribute }},
    {%- endfor %}

    arr_amount,
    mrr_amount,
    value_amount,
    quantity,
    length_months,
    unread_arr,
    unread_mrr,
    unread_value,
    unread_quantity,
    {{ unread_fields(read_columns | reject('in', kept_apart) | list) }} as unread_fields,

    is_end_date_included,
    is_fixed_term,
    auto_renews,
    is_recurring,
    is_trial,
    is_deleted,

    from_date,
    to_date,
    unread_from_date,
    unread_to_date,
    renewal_date,
    notice_date,
    created_at,
    updated_at
from checked
