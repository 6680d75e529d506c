with terms as (
    select * from {{ ref('int_reported_terms') }}
),

rates as (
    select * from {{ ref('int_monthly_rates') }}
),

windows as (
    {{ retention_windows(and_month=true) }}
)

select
    terms.customer_id,
    terms.product_id,

    windows.window_months,
    rates_now.month_index,
    rates_now.month_index + 1 as until_month_index,
    {{ money('sum(' ~ converted('terms.arr_in_currency', 'rates_now.exchange_rate')
        ~ ' - ' ~ converted('terms.arr_in_currency', 'rates_then.exchange_rate') ~ ')') }} as fx_arr
from terms
inner join rates as rates_then
    on
        terms.currency = rates_then.currency
        and terms.first_month_index <= rates_then.month_index
        and (terms.until_month_index is null or terms.until_month_index > rates_then.month_index)
cross join windows
inner join rates as rates_now
    on
        rates_then.currency = rates_now.currency
        and rates_then.month_index + windows.window_months = rates_now.month_index
group by
    terms.customer_id, terms.product_id, windows.window_months, rates_now.month_index
