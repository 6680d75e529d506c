with catalog_products as (
    select * from {{ ref('product_retention', 'int_catalog_products') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted
),

sold_products as (
    select product_id
    from licenses
    group by product_id
)

select
    coalesce(catalog_products.product_id, sold_products.product_id) as product_id,
    coalesce(catalog_products.product_name, sold_products.product_id) as product_name,
    coalesce(catalog_products.product_family, sold_products.product_id) as product_family,
    catalog_products.tier,
    catalog_products.product_role,
    catalog_products.product_type,

    catalog_products.tier_rank,

    catalog_products.product_id is not null as is_in_catalog,
    sold_products.product_id is not null as is_licensed,

    catalog_products.launched_on
from catalog_products
full outer join sold_products
    on catalog_products.product_id = sold_products.product_id
