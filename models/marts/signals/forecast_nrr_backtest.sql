with forecasts as (
    select * from {{ ref('product_retention', 'int_forecasts') }}
    where scope = 'company'
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

-- The NRR of a month is what is forecast for it when nothing lies ahead.
tested as (
    select
        forecasts.origin_month_index,
        forecasts.horizon_months,
        forecasts.base_arr,
        forecasts.nrr as forecast,
        forecasts.book_nrr,
        forecasts.naive_nrr,
        actuals.book_nrr as actual
    from forecasts
    inner join forecasts as actuals
        on
            forecasts.origin_month_index + forecasts.horizon_months = actuals.origin_month_index
            and actuals.horizon_months = 0
    where forecasts.horizon_months > 0
)

select
    origins.arr_month as origin_month,
    tested.horizon_months,

    tested.base_arr,
    tested.forecast,
    tested.book_nrr,
    tested.naive_nrr,
    tested.actual,
    tested.forecast - tested.actual as error,
    tested.book_nrr - tested.actual as book_error,
    tested.naive_nrr - tested.actual as naive_error,

    targets.arr_month as forecast_month
from tested
inner join months as origins
    on tested.origin_month_index = origins.month_index
inner join months as targets
    on tested.origin_month_index + tested.horizon_months = targets.month_index
where tested.forecast is not null
