-- The largest customer of the spine is the first; all customers together have all ARR; and the more
-- customers, the more ARR, each with no more than those before it.
with concentration as (
    select * from {{ ref('product_retention', 'arr_concentration_monthly') }}
),

product_arr as (
    select
        product_id,
        customer_id,
        arr_month,
        arr
    from {{ ref('product_retention', 'fct_arr_monthly') }}
    union all
    select
        '(all)' as product_id,
        customer_id,
        arr_month,
        sum(arr) as arr
    from {{ ref('product_retention', 'fct_arr_monthly') }}
    group by customer_id, arr_month
),

largest as (
    select
        product_id,
        arr_month,
        max(arr) as arr,
        sum(case when arr > 0 then 1 else 0 end) as customers
    from product_arr
    group by product_id, arr_month
),

sequenced as (
    select
        concentration.*,
        lag(concentration.top_arr) over (
            partition by concentration.product_id, concentration.arr_month
            order by concentration.top_customers
        ) as arr_before,
        lag(concentration.top_customers) over (
            partition by concentration.product_id, concentration.arr_month
            order by concentration.top_customers
        ) as customers_before,
        coalesce(largest.arr, 0) as largest_arr,
        coalesce(largest.customers, 0) as customers
    from concentration
    left join largest
        on
            concentration.product_id = largest.product_id
            and concentration.arr_month = largest.arr_month
)

select *
from sequenced
where
    (top_customers = 1 and top_arr <> largest_arr)
    or (top_customers >= customers and top_arr <> closing_arr)
    or closing_customers <> customers
    or top_arr < arr_before
    or top_arr * customers_before > arr_before * top_customers
