-- A model of this project that reads a mart of product_retention, beside its own customers.
select
    customers.customer_key,
    customers.customer_title,
    retention.current_arr
from {{ ref('dim_customers') }} as customers
left join {{ ref('product_retention', 'dim_customers') }} as retention
    on customers.customer_key = retention.customer_id
