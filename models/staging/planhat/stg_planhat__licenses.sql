{{ config(
    materialized='table' if reads_csv() or target.type == 'spark' else 'view',
    pre_hook={'sql': "{{ open_raw_table('licenses') }}", 'transaction': not reads_csv()},
) }}
{#- The raw columns by what they hold. -#}
{%- set texts = [
    'license_id', 'company_id', 'product', 'renewal_of_license_id', 'currency', 'status',
    'renewal_status', 'lost_reason',
] + list_var('license_attributes') -%}
{%- set numbers = ['arr', 'mrr', 'value', 'quantity', 'length'] -%}
{%- set flags = [
    'to_date_included', 'fixed_period', 'auto_renews', 'is_recurring', 'is_trial', 'is_deleted',
] -%}
{%- set dates = ['from_date', 'to_date', 'renewal_date', 'notice_date'] -%}
{%- set times = ['created_at', 'updated_at'] -%}
{%- set read_columns = numbers + flags + dates + times -%}
{#- Unreadable text of these goes to unread_fields, that of the others to columns of its own. -#}
{%- set listed = ['length'] + flags + ['renewal_date', 'notice_date'] + times -%}

with loaded as (
    {{ raw_rows('licenses', texts + read_columns) | indent(4) }}
),

cleaned as (
    select
        {%- for column in texts %}
        {{ clean_text(column) }} as {{ column }},
        {%- endfor %}
        {%- for column in read_columns %}
        {{ column }} as raw_{{ column }},
        {{ clean_text(column) }} as text_{{ column }},
        {%- endfor %}
        cast({{ 'unread_line' if reads_csv() else 'null' }} as {{ dbt.type_string() }})
            as unread_line
    from loaded
),

parsed as (
    select
        {%- for column in numbers %}
        {{ try_cast('raw_' ~ column, amount_type(), 'text_' ~ column) }} as {{ column }},
        {%- endfor %}
        {%- for column in flags %}
        {{ parse_boolean('raw_' ~ column, 'text_' ~ column) }} as {{ column }},
        {%- endfor %}
        {%- for column in dates %}
        {{ try_cast('raw_' ~ column, 'date', 'text_' ~ column) }} as {{ column }},
        {%- endfor %}
        {%- for column in times %}
        {{ try_cast('raw_' ~ column, 'timestamp', 'text_' ~ column) }} as {{ column }},
        {%- endfor %}
        cleaned.*
    from cleaned
),

-- Few rows hold unreadable text. Only their raw text is cleaned again.
checked as (
    select
        {%- for column in read_columns %}
        case
            when {{ column }} is null and raw_{{ column }} is not null
                then {{ clean_text('raw_' ~ column) }}
        end as unread_{{ column }},
        {%- endfor %}
        parsed.*
    from parsed
)

select
    {{ license_key('license_id', 'product', 'from_date', 'unread_from_date') }} as license_id,
    license_id as stated_license_id,
    company_id as customer_id,
    product as product_text,
    renewal_of_license_id,
    {{ upper_case('currency') }} as currency,
    {{ lower_case('status') }} as status_text,
    {{ lower_case('renewal_status') }} as renewal_status,
    lost_reason,
    unread_line,
    {%- for attribute in list_var('license_attributes') %}
    {{ attribute }},
    {%- endfor %}
    arr as arr_amount,
    mrr as mrr_amount,
    value as value_amount,
    quantity,
    length as length_months,
    {%- for column in ['arr', 'mrr', 'value', 'quantity', 'created_at', 'updated_at'] %}
    unread_{{ column }},
    {%- endfor %}
    case
        when
            coalesce(
                unread_{{ listed | join(', unread_') }}
            ) is not null
            then substr(
                {%- for column in listed %}
                {{ '|| ' if not loop.first -}}
                coalesce('; {{ column }} is "' || unread_{{ column }} || '"', '')
                {%- endfor %}, 3
            )
    end as unread_fields,

    to_date_included as is_end_date_included,
    fixed_period as is_fixed_term,
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
