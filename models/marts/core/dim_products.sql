-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with products as (
    select * from {{ ref('product_retention', 'int_products') }}
)

select
    product_id,
    product_name,
    product_family,
    tier,
    product_role,
    product_type,

    tier_rank,

    is_in_catalog,
    is_licensed,

    launched_on
from products
