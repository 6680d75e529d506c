{%- set is_by_parent = var('customer_grain') == 'parent' -%}

with licenses as (
    select * from {{ ref('int_licenses_annualised') }}
),
{% if is_by_parent %}
parents as (
    select * from {{ ref('int_customer_parents') }}
),
{% endif %}
reporting_date as (
    select * from {{ ref('int_reporting_date') }}
),

classified as (
    select
        *,
        case
            when status_text in ('churned', 'lost', 'canceled', 'cancelled') then 'churned'
            when status_text in ('pending', 'prospect', 'coming', 'draft', 'future') then 'pending'
            else 'active'
        end as status,
        coalesce(unread_arr, unread_mrr, unread_value) is not null as has_unread_amount,
        (unread_arr is not null and not {{ looks_out_of_range('unread_arr') }})
        or (unread_mrr is not null and not {{ looks_out_of_range('unread_mrr') }})
        or (unread_value is not null and not {{ looks_out_of_range('unread_value') }})
            as has_non_numeric_amount,
        abs(arr_amount) >= {{ largest_amount() }}
        or abs(mrr_amount) >= {{ largest_amount() }}
        or abs(value_amount) >= {{ largest_amount() }} as has_oversized_amount
    from licenses
),

judged as (
    select
        *,
        case
            when license_id is null then 'missing_license_id'
            when copy_number > 1 then 'duplicate_row'
            when version_number > 1 then 'superseded'
            when customer_id is null then 'missing_company_id'
            when not is_recurring or product_type = 'fee' then 'one_time_fee'
            when is_trial then 'trial'
            when unread_from_date is not null then 'unreadable_start_date'
            when starts_on is null then 'missing_start_date'
            when unread_to_date is not null then 'unreadable_end_date'
            when
                starts_on < {{ first_plausible_date() }}
                or starts_on > {{ last_plausible_date() }}
                then 'implausible_date'
            when stated_ends_before = starts_on then 'zero_length'
            when stated_ends_before < starts_on then 'end_before_start'
            when stated_arr is null and has_non_numeric_amount then 'unreadable_amount'
            when
                stated_arr is null and (has_unread_amount or has_oversized_amount)
                then 'amount_out_of_range'
            when stated_arr is null then 'no_amount'
            when arr_in_currency is null then 'amount_out_of_range'
            when exchange_rate is null then 'no_exchange_rate'
            when abs(converted_arr) >= {{ largest_amount() }} then 'amount_out_of_range'
        end as refusal_reason
    from classified
),

decided as (
    select
        *,
        case
            when refusal_reason is null then 'accepted'
            when refusal_reason = 'duplicate_row' then 'merged'
            else 'rejected'
        end as disposition,
        coalesce(currency, '{{ var("reporting_currency") }}') as stated_currency,
        coalesce(
            arr_in_currency,
            cast(coalesce(usable_arr, usable_mrr * 12, usable_value, 0) as {{ money_type() }})
        ) as stated_amount,
        case
            when abs(converted_arr) < {{ largest_amount() }}
                then cast(converted_arr as {{ money_type() }})
        end as counted_arr
    from judged
)

select
    decided.license_id,
    {% if is_by_parent -%}
    coalesce(parents.customer_id, decided.customer_id) as customer_id,
    {%- else -%}
    decided.customer_id,
    {%- endif %}
    decided.customer_id as company_id,
    decided.product_id,
    decided.product_text,
    decided.renewal_of_license_id,
    decided.disposition,
    decided.refusal_reason,
    decided.status,
    decided.status_text,
    decided.renewal_status,
    decided.lost_reason,
    decided.stated_currency as currency,
    {%- for attribute in list_var('license_attributes') %}
    decided.{{ attribute }},
    {%- endfor %}

    decided.counted_arr,
    decided.arr_in_currency,
    decided.stated_amount,
    decided.arr_by_arr,
    decided.arr_by_mrr,
    decided.arr_by_value,
    case
        when decided.quantity >= 0 and decided.quantity < {{ largest_quantity() }}
            then decided.quantity
    end as quantity,
    decided.exchange_rate,

    decided.is_in_catalog,
    decided.is_alias_used,
    decided.currency is null as is_currency_assumed,
    decided.has_unread_amount or coalesce(decided.has_oversized_amount, false)
        as has_unusable_amount,
    decided.unread_quantity is not null
    or coalesce(decided.quantity < 0 or decided.quantity >= {{ largest_quantity() }}, false)
        as has_unusable_quantity,
    coalesce(decided.to_date > {{ last_plausible_date() }}, false) as has_placeholder_end,
    coalesce(decided.auto_renews, false) as auto_renews,

    decided.starts_on,
    decided.stated_ends_before,
    decided.from_date,
    decided.to_date,
    decided.renewal_date,
    decided.notice_date,
    decided.created_at,
    decided.updated_at,
    decided.unread_from_date,
    decided.unread_to_date,
    decided.unread_arr,
    decided.unread_mrr,
    decided.unread_value,
    reporting_date.as_of_date
from decided
cross join reporting_date
{%- if is_by_parent %}
left join parents
    on decided.customer_id = parents.company_id
{%- endif %}
