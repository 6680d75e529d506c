with contractions as (
    select
        customer_id,
        month_index
    from {{ ref('product_retention', 'int_contractions') }}
    group by customer_id, month_index
),

periods as (
    select * from {{ ref('product_retention', 'int_charged_periods') }}
),

rates as (
    select * from {{ ref('product_retention', 'int_monthly_exchange_rates') }}
),

openings as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product' and arr > 0
),

revalued as (
    select
        contractions.customer_id,
        contractions.month_index,
        closing_rates.from_month as later_month_index,
        periods.product_id,
        sum(
            {{ convert_currency('periods.arr_in_currency', 'closing_rates.exchange_rate') }}
            - {{ convert_currency('periods.arr_in_currency', 'opening_rates.exchange_rate') }}
        ) as fx_arr
    from contractions
    inner join periods
        on
            contractions.customer_id = periods.customer_id
            and contractions.month_index > periods.from_month
            and contractions.month_index <= periods.to_month
    inner join rates as opening_rates
        on
            periods.currency = opening_rates.currency
            and contractions.month_index - 1 = opening_rates.from_month
    inner join rates as closing_rates
        on
            periods.currency = closing_rates.currency
            and contractions.month_index < closing_rates.from_month
    group by
        contractions.customer_id, contractions.month_index, closing_rates.from_month,
        periods.product_id
)

-- Exchange rates take at most the whole amount.
select
    revalued.customer_id,

    revalued.month_index,
    revalued.later_month_index,
    {{ to_money('sum(greatest(revalued.fx_arr, -openings.arr))') }} as fx_arr
from revalued
inner join openings
    on
        revalued.customer_id = openings.customer_id
        and revalued.product_id = openings.item
        and revalued.month_index > openings.from_month
        and revalued.month_index <= openings.to_month
group by revalued.customer_id, revalued.month_index, revalued.later_month_index
having sum(greatest(revalued.fx_arr, -openings.arr)) <> 0
