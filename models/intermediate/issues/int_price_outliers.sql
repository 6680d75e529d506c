{{ config(materialized='view') }}
with prices as (
    select * from {{ ref('int_license_prices') }}
),

products as (
    select * from {{ ref('int_product_prices') }}
    where is_dispersed
)

select
    prices.license_id,
    prices.customer_id,
    prices.arr,
    cast(products.middle_cents * 0.01 as {{ money_total_type() }}) as compared_with
from products
inner join prices
    on products.product_id = prices.product_id
where
    prices.price_cents >= 2 * products.middle_cents
    or 2 * prices.price_cents <= products.middle_cents
