with positions as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_positions') }}
    where scope in ('company', 'product')
),

revaluations as (
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
),

origins as (
    select * from {{ ref('product_retention', 'int_forecast_origins') }}
),

horizons as (
    {%- for horizon in [0] + forecast_horizons() %}
    select
        {{ horizon }} as horizon_months,
        {{ 12 - horizon }} as window_months
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- At the exchange rates of the origin.
openings as (
    select
        positions.scope,
        positions.item,
        origins.month_index as origin_month_index,
        horizons.horizon_months,
        positions.arr
    from origins
    cross join horizons
    inner join positions
        on
            origins.month_index - horizons.window_months >= positions.from_month
            and origins.month_index - horizons.window_months < positions.to_month
            and (origins.is_last or positions.scope = 'company')
    union all
    select
        revaluations.scope,
        revaluations.item,
        origins.month_index as origin_month_index,
        horizons.horizon_months,
        revaluations.fx_arr as arr
    from origins
    cross join horizons
    inner join revaluations
        on
            origins.month_index = revaluations.month_index
            and horizons.window_months = revaluations.window_months
            and (
                revaluations.scope = 'company'
                or (revaluations.scope = 'product' and origins.is_last)
            )
)

select
    scope,
    item,

    origin_month_index,
    horizon_months,
    cast(sum(arr) as {{ money_total_type() }}) as base_arr
from openings
group by scope, item, origin_month_index, horizon_months
