with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted and status <> 'pending'
),

credited as (
    select
        customer_id,
        product_id
    from licenses
    where arr < 0
    group by customer_id, product_id
)

select
    licenses.customer_id,
    licenses.product_id
from credited
inner join licenses
    on
        credited.customer_id = licenses.customer_id
        and credited.product_id = licenses.product_id
group by licenses.customer_id, licenses.product_id
having max(licenses.arr) <= 0
