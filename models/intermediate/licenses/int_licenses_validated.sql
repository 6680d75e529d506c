{#- What an amount without an ARR could mean in a year. -#}
{%- set readings = [
    'decided.raw_amount', 'decided.arr_from_mrr', 'decided.arr_from_value',
    greatest_reading('decided.unread_arr'), '12 * ' ~ greatest_reading('decided.unread_mrr'),
    greatest_reading('decided.unread_value'),
] -%}
{#- The issues that the seed may reject, with their flags. A licence is rejected by the first. -#}
{%- set flags = {
    'no_product': 'has_no_product',
    'product_not_in_catalog': 'is_product_unlisted',
    'product_alias_used': 'is_alias_used',
    'company_not_listed': 'is_company_unlisted',
    'missing_currency': 'is_currency_assumed',
    'placeholder_end_date': 'has_placeholder_end',
    'amounts_contradict': 'has_contradicting_amounts',
    'zero_amount_replaced': 'has_replaced_zero',
    'term_contradicts_dates': 'has_contradicting_term',
    'short_term': 'has_short_term',
    'unreadable_amount_ignored': 'has_unusable_amount',
    'unreadable_quantity': 'has_unusable_quantity',
    'unreadable_field_ignored': 'has_unread_field',
    'missing_word_used': 'has_missing_word',
    'negative_amount': 'is_negative',
    'zero_amount': 'is_zero',
} -%}

with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_checked') }}
),

customer_ids as (
    select * from {{ ref('product_retention', 'int_customer_ids') }}
),

-- One row: which of these issues the seed rejects.
choices as (
    select
        {%- for issue in flags %}
        max(case when issue = '{{ issue }}' then action end) = 'rejected' as rejects_{{ issue }},
        {%- endfor %}
        count(*) as issues
    from {{ ref('product_retention', 'license_issue_types') }}
),

decided as (
    select
        licenses.*,
        case
            when licenses.invalid_reason is not null then licenses.invalid_reason
            {%- for issue, flag in flags.items() %}
            when choices.rejects_{{ issue }} and licenses.{{ flag }} then '{{ issue }}'
            {%- endfor %}
        end as rejection_reason
    from licenses
    cross join choices
)

select
    decided.license_id,
    decided.stated_license_id,
    coalesce(customer_ids.customer_id, decided.customer_id) as customer_id,
    decided.customer_id as company_id,
    decided.product_id,
    decided.renewal_of_license_id,
    decided.rejection_reason,
    decided.status, decided.status_text, decided.product_text,
    decided.renewal_status,
    decided.lost_reason,
    coalesce(decided.currency, '{{ setting("reporting_currency") }}') as currency,
    {%- for attribute in list_var('license_attributes') %}
    decided.{{ attribute }},
    {%- endfor %}
    {%- for column in ['line', 'fields', 'flags', 'from_date', 'to_date', 'arr', 'mrr', 'value'] %}
    decided.unread_{{ column }},
    {%- endfor %}
    decided.missing_words, decided.product_type,
    {%- for column, value in source_columns_of('decided').items() %}
    {{ value }} as {{ column }},
    {%- endfor %}

    decided.arr,
    decided.arr_in_currency,
    decided.raw_amount,
    coalesce(decided.arr, {{ greatest_meaning(readings, 'decided.exchange_rate') }}) as stated_arr,
    -- The three amounts are kept only where one of them is in question.
    {%- for column in ['arr_from_arr', 'arr_from_mrr', 'arr_from_value'] %}
    cast(case
        when
            decided.rejection_reason is not null
            or decided.has_unusable_amount
            or decided.has_contradicting_amounts
            or decided.has_replaced_zero
            then decided.{{ column }}
    end as {{ money_total_type() }}) as {{ column }},
    {%- endfor %}
    cast(
        case when not decided.has_unusable_quantity then decided.quantity end as {{ amount_type() }}
    ) as quantity,
    decided.length_months,
    decided.exchange_rate,

    decided.rejection_reason is null as is_accepted,
    decided.invalid_reason is null as is_valid,
    decided.{{ flags.values() | join(' or decided.') }} as has_issue,
    {%- for flag in flags.values() %}
    decided.{{ flag }},
    {%- endfor %}
    decided.is_in_catalog,
    coalesce(decided.auto_renews, false) as auto_renews,

    decided.starts_on,
    decided.stated_ends_before,
    decided.renewal_date,
    decided.notice_date,
    decided.created_at,
    decided.updated_at
from decided
left join customer_ids
    on decided.customer_id = customer_ids.company_id
