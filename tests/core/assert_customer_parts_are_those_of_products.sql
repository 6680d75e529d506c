-- The products that a customer took and dropped are those of its product movements.
with customer_movements as (
    select * from {{ ref('product_retention', 'fct_customer_arr_movements') }}
    where movement_type <> 'fx'
),

product_movements as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
),

product_sums as (
    select
        customer_id,
        arr_month,
        sum(case when movement_type = 'cross_sell' then arr_change else 0 end) as cross_sell_arr,
        sum(case when movement_type = 'product_churn' then arr_change else 0 end)
            as product_churn_arr
    from product_movements
    group by customer_id, arr_month
)

select
    customer_movements.customer_id,
    customer_movements.arr_month,
    customer_movements.cross_sell_arr - product_sums.cross_sell_arr as cross_sell_difference,
    customer_movements.product_churn_arr - product_sums.product_churn_arr
        as product_churn_difference
from customer_movements
inner join product_sums
    on
        customer_movements.customer_id = product_sums.customer_id
        and customer_movements.arr_month = product_sums.arr_month
where
    customer_movements.cross_sell_arr <> product_sums.cross_sell_arr
    or customer_movements.product_churn_arr <> product_sums.product_churn_arr
