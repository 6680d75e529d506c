-- This project's own customers; product_retention has a model of the same name.
select
    customer_key,
    'Customer ' || substring(customer_key, 3) as customer_title
from {{ ref('billing_contracts') }}
group by customer_key
