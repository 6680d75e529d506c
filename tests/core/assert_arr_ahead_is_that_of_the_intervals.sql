-- Every month ahead closes with the ARR of the intervals that hold it, and the first one opens with
-- what the bridge closes with.
with ahead as (
    select
        ahead.*,
        months_ahead.month_index
    from {{ ref('product_retention', 'arr_ahead_product_monthly') }} as ahead
    inner join {{ ref('product_retention', 'int_months_ahead') }} as months_ahead
        on ahead.arr_month = months_ahead.arr_month
),

intervals as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product'
),

latest as (
    select bridge.*
    from {{ ref('product_retention', 'arr_bridge_product_monthly') }} as bridge
    inner join {{ ref('product_retention', 'dim_months') }} as months
        on bridge.arr_month = months.arr_month
    where months.is_latest_month
),

expected as (
    select
        ahead.product_id,
        ahead.month_index,
        sum(intervals.arr) as arr
    from ahead
    inner join intervals
        on
            ahead.product_id = intervals.item
            and ahead.month_index >= intervals.from_month
            and ahead.month_index < intervals.to_month
    group by ahead.product_id, ahead.month_index
),

sequenced as (
    select
        ahead.*,
        lag(ahead.closing_arr, 1, latest.closing_arr) over (
            partition by ahead.product_id order by ahead.month_index
        ) as previous_arr,
        coalesce(expected.arr, 0) as expected_arr
    from ahead
    left join expected
        on
            ahead.product_id = expected.product_id
            and ahead.month_index = expected.month_index
    left join latest
        on ahead.product_id = latest.product_id
)

select *
from sequenced
where
    closing_arr <> expected_arr
    or opening_arr <> coalesce(previous_arr, 0)
