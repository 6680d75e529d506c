{{ config(materialized='view') }}
{%- set shortest_month_days = 28 %}
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_interpreted') }}
),

companies as (
    select * from {{ ref('product_retention', 'int_companies') }}
),

classified as (
    select
        licenses.*,
        {{ has_input('companies') | lower }} and companies.customer_id is null
            as is_company_unlisted,
        licenses.stated_arr is null as has_no_arr,
        coalesce(nullif(licenses.arr_from_arr, 0), nullif(licenses.arr_from_mrr, 0)) is null
        and {{ within_range('licenses.value_amount') }} is not null as is_arr_from_value,
        coalesce(
            {%- for column in ['arr', 'mrr', 'value'] %}
            {{ 'or ' if not loop.first }}not ({{ is_long_number('licenses.unread_' ~ column) }})
            {%- endfor %},
            false
        ) as has_non_numeric_amount
    from licenses
    left join companies
        on licenses.customer_id = companies.customer_id
),

-- One flag for each issue that the row shows by itself; int_licenses_validated names the issues.
flagged as (
    select
        *,
        product_id = '(unassigned)' as has_no_product,
        {{ has_input('products') | lower }} and not is_in_catalog and product_id <> '(unassigned)'
            as is_product_unlisted,
        currency is null as is_currency_assumed,
        coalesce(to_date > {{ last_plausible_date() }}, false) as has_placeholder_end,
        coalesce(
            abs(nullif(arr_from_arr, 0) - nullif(arr_from_mrr, 0)) > 0.12
            or abs(nullif(arr_from_mrr, 0) - nullif(arr_from_value, 0)) > 0.12
            or abs(nullif(arr_from_arr, 0) - nullif(arr_from_value, 0)) > 0.12,
            false
        ) as has_contradicting_amounts,
        coalesce(
            stated_arr <> 0 and (arr_from_arr = 0 or arr_from_mrr = 0 or arr_from_value = 0), false
        ) as has_replaced_zero,
        coalesce(
            is_arr_from_value and stated_arr <> 0 and total_days < {{ shortest_month_days }}, false
        ) as has_short_term,
        case
            when length_months > 0 and stated_ends_before is not null
                then abs(
                    365.25 * least(length_months, 100000)
                    - 12 * {{ days_between('starts_on', 'stated_ends_before') }}
                ) > 365.25
            else false
        end as has_contradicting_term,
        coalesce(unread_arr, unread_mrr, unread_value) is not null
        or coalesce(
            abs(arr_amount) >= {{ largest_amount() }}
            or abs(mrr_amount) >= {{ largest_amount() }}
            or abs(value_amount) >= {{ largest_amount() }},
            false
        ) as has_unusable_amount,
        unread_quantity is not null
        or coalesce((quantity < 0 and arr >= 0) or abs(quantity) >= {{ largest_quantity() }}, false)
            as has_unusable_quantity,
        coalesce(arr < 0, false) as is_negative,
        coalesce(arr = 0, false) as is_zero
    from classified
)

select
    *,
    case
        when unread_line is not null then 'unreadable_line'
        when license_id is null then 'missing_license_id'
        when copy_number > 1 then 'duplicate_row'
        when is_ambiguous then 'ambiguous_versions'
        when version_number > 1 and is_key_shared then 'key_is_not_unique'
        when version_number > 1 then 'superseded'
        when is_deleted then 'deleted'
        {{ source_rejection('source_issue') }}when customer_id is null then 'missing_company_id'
        when not is_recurring or product_kind = 'fee' or status = 'fee' then 'one_time_fee'
        when is_trial or product_kind = 'trial' or status = 'trial' then 'trial'
        when status = 'not_a_licence' then 'not_a_licence'
        when status is null or status not in ('active', 'churned', 'pending') then 'unknown_status'
        when unread_flags is not null then 'unknown_flag'
        when product_type is not null and product_kind is null then 'unknown_product_type'
        when has_ambiguous_date then 'ambiguous_date'
        when unread_from_date is not null then 'unreadable_start_date'
        when starts_on is null then 'missing_start_date'
        when unread_to_date is not null then 'unreadable_end_date'
        when
            starts_on not between {{ first_plausible_date() }} and {{ last_plausible_date() }}
            then 'implausible_date'
        when stated_ends_before = starts_on then 'zero_length'
        when stated_ends_before < starts_on then 'end_before_start'
        when status = 'churned' and stated_ends_before is null then 'churned_without_end'
        when has_ambiguous_amount then 'ambiguous_number'
        when has_doubtful_amount or (has_no_arr and has_non_numeric_amount) then 'unreadable_amount'
        when has_no_arr and has_unusable_amount then 'amount_out_of_range'
        when has_no_arr and is_arr_from_value and total_days < {{ shortest_term_days() }}
            then 'term_too_short'
        when has_no_arr then 'no_amount'
        when arr_in_currency is null then 'amount_out_of_range'
        -- Any three letters can be a currency.
        when
            exchange_rate is null
            and not (
                length(currency) = 3
                and translate(currency, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') = ''
            )
            then 'unknown_currency'
        when exchange_rate is null then 'no_exchange_rate'
        when arr is null then 'amount_out_of_range'
    end as invalid_reason
from flagged
