{{ config(materialized='view') }}
with licenses as (
    select * from {{ ref('int_licenses_annualised') }}
),

companies as (
    select customer_id
    from {{ ref('int_companies') }}
    group by customer_id
),

classified as (
    select
        licenses.*,
        companies.customer_id is not null as is_company_listed,
        {{ license_status('licenses.status_text') }} as status,
        coalesce(licenses.unread_arr, licenses.unread_mrr, licenses.unread_value) is not null
            as has_unread_amount,
        (licenses.unread_arr is not null and not {{ looks_out_of_range('licenses.unread_arr') }})
        or (licenses.unread_mrr is not null and not {{ looks_out_of_range('licenses.unread_mrr') }})
        or (
            licenses.unread_value is not null
            and not {{ looks_out_of_range('licenses.unread_value') }}
        ) as has_non_numeric_amount,
        abs(licenses.arr_amount) >= {{ largest_amount() }}
        or abs(licenses.mrr_amount) >= {{ largest_amount() }}
        or abs(licenses.value_amount) >= {{ largest_amount() }} as has_oversized_amount
    from licenses
    left join companies
        on licenses.customer_id = companies.customer_id
)

select
    *,
    case
        when unread_line is not null then 'unreadable_line'
        when license_id is null then 'missing_license_id'
        when copy_number > 1 then 'duplicate_row'
        when version_number > 1 then 'superseded'
        when is_deleted then 'deleted'
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
        when
            exchange_rate is null and not {{ is_currency_code('currency') }}
            then 'unknown_currency'
        when exchange_rate is null then 'no_exchange_rate'
        when abs(converted_arr) >= {{ largest_amount() }} then 'amount_out_of_range'
    end as broken_rule,
    {{ to_money('case when abs(converted_arr) < ' ~ largest_amount() ~ ' then converted_arr end') }}
        as arr,
    currency is null as is_currency_assumed,
    has_unread_amount or coalesce(has_oversized_amount, false) as has_unusable_amount,
    unread_quantity is not null
    or coalesce(quantity < 0 or quantity >= {{ largest_quantity() }}, false)
        as has_unusable_quantity,
    coalesce(to_date > {{ last_plausible_date() }}, false) as has_placeholder_end
from classified
