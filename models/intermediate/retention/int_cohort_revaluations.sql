with intervals as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where
        scope = 'product'
        and arr > 0
        and {{ 'true' if setting('fx_mode') == 'monthly' else 'false' }}
),

periods as (
    select * from {{ ref('product_retention', 'int_charged_periods') }}
),

rates as (
    select * from {{ ref('product_retention', 'int_monthly_exchange_rates') }}
),

sequenced as (
    select
        *,
        min(from_month) over (partition by customer_id, item) as product_first_month,
        min(from_month) over (partition by customer_id) as customer_first_month
    from intervals
),

-- Exchange rates cannot take more than what the product opened with.
revalued_products as (
    select
        sequenced.item,
        sequenced.customer_id,
        closing_rates.from_month as month_index,
        sequenced.from_month = sequenced.customer_first_month as is_first_product,
        greatest(
            sum(
                {{ convert_currency('periods.arr_in_currency', 'closing_rates.exchange_rate') }}
                - {{ convert_currency('periods.arr_in_currency', 'opening_rates.exchange_rate') }}
            ), -sequenced.arr
        ) as fx_arr
    from sequenced
    inner join periods
        on
            sequenced.customer_id = periods.customer_id
            and sequenced.item = periods.product_id
            and sequenced.from_month >= periods.from_month
            and sequenced.from_month < periods.to_month
    inner join rates as opening_rates
        on
            periods.currency = opening_rates.currency
            and sequenced.from_month = opening_rates.from_month
    inner join rates as closing_rates
        on
            periods.currency = closing_rates.currency
            and sequenced.from_month < closing_rates.from_month
    where sequenced.from_month = sequenced.product_first_month
    group by
        sequenced.item, sequenced.customer_id, sequenced.from_month,
        sequenced.customer_first_month, sequenced.arr, closing_rates.from_month
)

select
    'product' as scope,
    item,
    customer_id,

    month_index,
    {{ to_money('fx_arr') }} as fx_arr
from revalued_products
union all
select
    'company' as scope,
    '(all)' as item,
    customer_id,

    month_index,
    {{ to_money('sum(fx_arr)') }} as fx_arr
from revalued_products
where is_first_product
group by customer_id, month_index
