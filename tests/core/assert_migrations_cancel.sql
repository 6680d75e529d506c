-- What migrates out of the products of a family migrates into others of it: the sum is zero for
-- every customer, family and month.
with movements as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
    where movement_type in ('migration_in', 'migration_out')
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
)

select
    movements.customer_id,
    products.product_family,
    movements.arr_month,
    sum(movements.arr_change) as difference
from movements
inner join products
    on movements.product_id = products.product_id
group by movements.customer_id, products.product_family, movements.arr_month
having sum(movements.arr_change) <> 0
