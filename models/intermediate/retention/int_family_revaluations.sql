{{ config(materialized='view') }}
with positions as (
    select * from {{ ref('int_pair_positions') }}
    where fx_arr <> 0
),

products as (
    select * from {{ ref('int_products') }}
)

select
    positions.customer_id,
    products.product_family,

    positions.window_months,
    positions.month_index,
    positions.fx_arr
from positions
inner join products
    on positions.product_id = products.product_id
