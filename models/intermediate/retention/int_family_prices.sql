{{ config(materialized='view') }}
with measures as (
    select * from {{ ref('int_retention_product') }}
),

products as (
    select * from {{ ref('int_products') }}
)

select
    measures.product_id,
    products.product_family,

    measures.window_months,
    measures.price_arr,

    measures.arr_month
from measures
inner join products
    on measures.product_id = products.product_id
