-- The NRR that is known, and the ARR that a forecast is divided by, are those that are reported.
with retention as (
    select
        'company' as scope,
        '(all)' as item,
        arr_month,
        opening_arr,
        nrr
    from {{ ref('product_retention', 'retention_company_monthly') }}
    where window_months = 12
    union all
    select
        'product' as scope,
        product_id as item,
        arr_month,
        opening_arr,
        nrr
    from {{ ref('product_retention', 'retention_product_monthly') }}
    where window_months = 12
),

levels as (
    select
        'company' as scope,
        '(all)' as item,
        {{ month_index('arr_month') }} as month_index,
        sum(arr) as arr
    from {{ ref('product_retention', 'fct_arr_monthly') }}
    group by arr_month
    union all
    select
        'product' as scope,
        product_id as item,
        {{ month_index('arr_month') }} as month_index,
        sum(arr) as arr
    from {{ ref('product_retention', 'fct_arr_monthly') }}
    group by product_id, arr_month
),

forecasts as (
    select
        scope,
        item,
        origin_month,
        forecast_month,
        horizon_months,
        base_arr,
        naive_nrr
    from {{ ref('product_retention', 'forecast_nrr_quarterly') }}
    union all
    select
        'company' as scope,
        '(all)' as item,
        origin_month,
        forecast_month,
        horizon_months,
        base_arr,
        naive_nrr
    from {{ ref('product_retention', 'forecast_nrr_backtest') }}
),

actuals as (
    select
        backtest.origin_month,
        backtest.horizon_months,
        backtest.actual,
        retention.nrr
    from {{ ref('product_retention', 'forecast_nrr_backtest') }} as backtest
    inner join retention
        on
            backtest.forecast_month = retention.arr_month
            and retention.scope = 'company'
)

select
    forecasts.scope,
    forecasts.item,
    forecasts.origin_month,
    forecasts.horizon_months
from forecasts
left join retention
    on
        forecasts.scope = retention.scope
        and forecasts.item = retention.item
        and forecasts.origin_month = retention.arr_month
left join levels
    on
        forecasts.scope = levels.scope
        and forecasts.item = levels.item
        and {{ month_index('forecasts.forecast_month') }} - 12 = levels.month_index
where
    abs(forecasts.naive_nrr - retention.nrr) > 1e-9 * (1 + retention.nrr)
    or {{ month_index('forecasts.forecast_month') }}
    <> {{ month_index('forecasts.origin_month') }} + forecasts.horizon_months
    {%- if setting('fx_mode') == 'constant' %}
    or levels.arr is null
    or forecasts.base_arr <> levels.arr
    {%- endif %}
union all
select
    'company' as scope,
    '(all)' as item,
    origin_month,
    horizon_months
from actuals
where abs(actual - nrr) > 1e-9 * (1 + nrr)
