with periods as (
    select * from {{ ref('product_retention', 'int_charged_periods') }}
),

rates as (
    select * from {{ ref('product_retention', 'int_monthly_exchange_rates') }}
),

pilot_windows as (
    select window_months from {{ ref('product_retention', 'int_pilot_windows') }}
    where window_months > 0
),

windows as (
    select window_months
    from (
        {{ retention_windows(also=signal_windows()) | indent(4) }}
    ) as fixed_windows
    union distinct
    select window_months
    from pilot_windows
),

revalued as (
    select
        periods.customer_id,
        periods.product_id,
        windows.window_months,
        closing_rates.from_month as month_index,
        {{ convert_currency('periods.arr_in_currency', 'closing_rates.exchange_rate') }}
        - {{ convert_currency('periods.arr_in_currency', 'opening_rates.exchange_rate') }} as fx_arr
    from periods
    inner join rates as opening_rates
        on
            periods.currency = opening_rates.currency
            and periods.from_month <= opening_rates.from_month
            and periods.to_month > opening_rates.from_month
    cross join windows
    inner join rates as closing_rates
        on
            opening_rates.currency = closing_rates.currency
            and opening_rates.from_month + windows.window_months = closing_rates.from_month
)

select
    customer_id,
    product_id,

    window_months,
    month_index,
    {{ to_money('sum(fx_arr)') }} as fx_arr
from revalued
group by customer_id, product_id, window_months, month_index
having sum(fx_arr) <> 0
