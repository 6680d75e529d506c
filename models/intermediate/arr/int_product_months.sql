with pair_changes as {{ read_anew() }}(
    select * from {{ ref('int_arr_changes') }}
    where arr_change <> 0
),

months as (
    select * from {{ ref('int_months') }}
),

first_months as (
    select
        product_id,
        min(month_index) as first_month_index
    from pair_changes
    group by product_id
),

product_months as (
    select
        first_months.product_id,
        months.month_index,
        months.arr_month
    from first_months
    inner join months
        on first_months.first_month_index <= months.month_index
),

changes as (
    select
        product_id,
        month_index,
        sum(arr_change) as arr_change
    from pair_changes
    group by product_id, month_index
),

totals as (
    select
        product_months.product_id,
        product_months.month_index,
        product_months.arr_month,
        cast(coalesce(changes.arr_change, 0) as {{ money_total_type() }}) as arr_change,
        cast(
            {{ running_sum(
                'coalesce(changes.arr_change, 0)', ['product_months.product_id'],
                'product_months.month_index'
            ) }} as {{ money_total_type() }}
        ) as closing_arr
    from product_months
    left join changes
        on
            product_months.product_id = changes.product_id
            and product_months.month_index = changes.month_index
)

select
    product_id,

    month_index,
    cast(closing_arr - arr_change as {{ money_total_type() }}) as opening_arr,
    closing_arr,

    arr_month
from totals
