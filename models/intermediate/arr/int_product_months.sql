with product_changes as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
    where arr_change <> 0
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

first_months as (
    select
        product_id,
        min(from_month) as first_month
    from product_changes
    group by product_id
),

product_months as (
    select
        first_months.product_id,
        months.month_index,
        months.arr_month
    from first_months
    inner join months
        on first_months.first_month <= months.month_index
),

changes as (
    select
        product_id,
        from_month,
        sum(arr_change) as arr_change
    from product_changes
    group by product_id, from_month
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
            and product_months.month_index = changes.from_month
)

select
    product_id,

    month_index,
    cast(closing_arr - arr_change as {{ money_total_type() }}) as opening_arr,
    closing_arr,

    arr_month
from totals
