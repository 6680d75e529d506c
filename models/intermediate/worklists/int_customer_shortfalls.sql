-- What customers have in each product less than twelve months ago, at the exchange rates of today.
with pairs as (
    select * from {{ ref('product_retention', 'int_signal_pairs') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

changed as (
    select
        pairs.customer_id,
        products.product_name,
        pairs.opening_arr,
        pairs.closing_arr
    from pairs
    inner join reporting_window
        on pairs.month_index = reporting_window.last_month_index
    inner join products
        on pairs.product_id = products.product_id
    where pairs.is_base and pairs.closing_arr < pairs.opening_arr
)

select
    customer_id,

    cast(sum(case when closing_arr = 0 then 1 else 0 end) as integer) as products_lost,
    cast(sum(case when closing_arr > 0 then 1 else 0 end) as integer) as products_cut,
    {{ listed_in_order('product_name', 'product_name') }} as product_names
from changed
group by customer_id
