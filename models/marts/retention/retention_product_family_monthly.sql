with families as (
    select * from {{ ref('int_retention_product_family') }}
),

product_measures as (
    select * from {{ ref('int_retention_product') }}
),

products as (
    select * from {{ ref('int_products') }}
),

prices as (
    select
        products.product_family,
        product_measures.arr_month,
        product_measures.window_months,
        sum(product_measures.price_arr) as price_arr
    from product_measures
    inner join products
        on product_measures.product_id = products.product_id
    group by
        products.product_family, product_measures.arr_month, product_measures.window_months
),

measures as (
    select
        families.*,
        cast(coalesce(prices.price_arr, 0) as {{ money_total_type() }}) as price_arr
    from families
    left join prices
        on
            families.product_family = prices.product_family
            and families.arr_month = prices.arr_month
            and families.window_months = prices.window_months
)

select
    product_family,

    window_months,
    opening_arr,
    expansion_arr,
    contraction_arr,
    churned_arr,
    closing_arr,
    price_arr,
    opening_customers,
    churned_customers,
    {{ retention_rates() }},

    arr_month
from measures
