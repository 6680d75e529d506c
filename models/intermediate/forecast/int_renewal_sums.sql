with positions as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_positions') }}
),

revaluations as (
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
    where window_months = 1
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

-- What became of each position of one month end at the next one, at the exchange rates of that.
held as (
    select
        positions.scope,
        case when positions.scope = 'product' then positions.item else '(all)' end as item,
        positions.term_class,
        months.month_index,
        coalesce(positions.end_month <= months.month_index, false) as is_expiry,
        {{ to_money('positions.arr + coalesce(revaluations.fx_arr, 0)') }} as opening_arr,
        case
            when months.month_index < positions.to_month then positions.arr
            else positions.next_arr
        end as closing_arr
    from positions
    inner join months
        on
            positions.from_month < months.month_index
            and positions.to_month >= months.month_index
    left join revaluations
        on
            positions.scope = revaluations.scope
            and positions.item = revaluations.item
            and positions.customer_id = revaluations.customer_id
            and months.month_index = revaluations.month_index
),

changed as (
    select
        *,
        {{ to_money('closing_arr - opening_arr') }} as arr_change
    from held
)

select
    scope,
    item,
    term_class,

    month_index,
    count(*) as positions,
    cast(sum(opening_arr) as {{ money_total_type() }}) as opening_arr,
    cast(sum(closing_arr) as {{ money_total_type() }}) as closing_arr,
    cast(sum(least(opening_arr, closing_arr)) as {{ money_total_type() }}) as retained_arr,
    -- The square of money has more digits than money may have.
    sum(cast(opening_arr as {{ money_total_type() }}) * opening_arr) as squared_opening,
    sum(cast(opening_arr as {{ money_total_type() }}) * arr_change) as opening_times_change,
    sum(cast(arr_change as {{ money_total_type() }}) * arr_change) as squared_change,

    is_expiry
from changed
group by scope, item, term_class, month_index, is_expiry
