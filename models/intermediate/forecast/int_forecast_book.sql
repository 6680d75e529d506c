with positions as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_positions') }}
),

origins as (
    select * from {{ ref('product_retention', 'int_forecast_origins') }}
),

-- In 0 months is the NRR that is known.
horizons as (
    {%- for horizon in [0] + forecast_horizons() %}
    select {{ horizon }} as horizon_months{{ "\n    union all" if not loop.last }}
    {%- endfor %}
),

-- Who had ARR twelve months before the month that is forecast.
based as (
    select
        positions.scope,
        case when positions.scope = 'product' then positions.item else '(all)' end as item,
        positions.term_class,
        origins.month_index as origin_month_index,
        horizons.horizon_months,
        positions.arr,
        positions.term_months,
        case
            when positions.end_month > origins.month_index
                then positions.end_month - origins.month_index
            when positions.end_month is not null then 1
        end as months_to_end
    from positions
    inner join origins
        on
            positions.from_month <= origins.month_index
            and positions.to_month > origins.month_index
            and (origins.is_last or positions.scope <> 'product')
    cross join horizons
    inner join positions as bases
        on
            positions.customer_id = bases.customer_id
            and bases.scope
            = case when positions.scope = 'product' then 'product' else 'company' end
            and bases.item
            = case when positions.scope = 'product' then positions.item else '(all)' end
            and bases.from_month <= origins.month_index + horizons.horizon_months - 12
            and bases.to_month > origins.month_index + horizons.horizon_months - 12
),

renewing as (
    select
        *,
        cast(
            case
                when months_to_end <= horizon_months
                    then 1 + floor((horizon_months - months_to_end) / term_months)
                else 0
            end as integer
        ) as renewals
    from based
)

select
    scope,
    item,
    term_class,

    origin_month_index,
    horizon_months,
    renewals,
    cast(sum(arr) as {{ money_total_type() }}) as arr,
    sum(arr * arr) as squared_arr
from renewing
group by scope, item, term_class, origin_month_index, horizon_months, renewals
