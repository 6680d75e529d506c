with positions as (
    select
        *,
        case when scope = 'product' then 'product' else 'company' end as base_scope,
        case when scope = 'product' then item else '(all)' end as base_item
    from {{ ref('product_retention', 'int_positions') }}
),

spells as (
    select * from {{ ref('product_retention', 'int_arr_spells') }}
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

-- The origins at which a position is held by somebody that is in the base: with ARR twelve months
-- before what is forecast.
based as (
    select
        positions.scope,
        spells.item,
        positions.term_class,
        positions.end_month,
        positions.term_months,
        horizons.horizon_months,
        greatest(positions.from_month, spells.from_month + 12 - horizons.horizon_months)
            as from_month,
        least(positions.to_month, spells.to_month + 12 - horizons.horizon_months) as to_month,
        positions.arr
    from positions
    inner join spells
        on
            positions.base_scope = spells.scope
            and positions.base_item = spells.item
            and positions.customer_id = spells.customer_id
    cross join horizons
),

-- Customers that are alike together, before the origins are gone through.
grouped as (
    select
        scope,
        item,
        term_class,
        end_month,
        term_months,
        horizon_months,
        from_month,
        to_month,
        sum(arr) as arr,
        sum(cast(arr as {{ money_total_type() }}) * arr) as squared_arr
    from based
    where from_month < to_month
    group by
        scope, item, term_class, end_month, term_months, horizon_months, from_month, to_month
),

-- What is past its end comes up in the next month.
timed as (
    select
        grouped.*,
        origins.month_index as origin_month_index,
        greatest(grouped.end_month - origins.month_index, 1) as months_to_end
    from grouped
    inner join origins
        on
            grouped.from_month <= origins.month_index
            and grouped.to_month > origins.month_index
            and (origins.is_last or grouped.scope <> 'product')
),

renewing as (
    select
        *,
        cast(
            case
                when end_month is null or months_to_end > horizon_months then 0
                else 1 + floor((horizon_months - months_to_end) / term_months)
            end as integer
        ) as renewals
    from timed
)

select
    scope,
    item,
    term_class,

    origin_month_index,
    horizon_months,
    renewals,
    cast(sum(arr) as {{ money_total_type() }}) as arr,
    sum(squared_arr) as squared_arr
from renewing
group by scope, item, term_class, origin_month_index, horizon_months, renewals
