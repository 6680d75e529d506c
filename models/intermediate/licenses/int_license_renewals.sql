with links as (
    select * from {{ ref('product_retention', 'int_license_links') }}
    where renewed_license_id is not null
)

select
    renewed_license_id as license_id,
    renewed_customer_id as customer_id,

    min(renewed_on) as renewed_on
from links
group by renewed_license_id, renewed_customer_id
