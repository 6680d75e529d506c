with products as (
    select * from {{ ref('product_retention', 'int_products_landed') }}
    where product_id is not null
),

ranked as (
    select
        *,
        row_number() over (
            partition by product_id
            order by
                coalesce(product_name, ''), coalesce(product_family, ''), coalesce(tier, ''),
                coalesce(product_role, ''), coalesce(product_type, ''),
                launched_on nulls last, tier_rank nulls last
        ) as row_rank
    from products
)

select
    product_id,
    coalesce(product_name, product_id) as product_name,
    coalesce(product_family, product_name, product_id) as product_family,
    tier,
    product_role,
    product_type,
    tier_rank,
    launched_on
from ranked
where row_rank = 1
