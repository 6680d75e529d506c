-- The product with the lowest NRR, of those whose base is not small; of equals the lower id.
with measures as (
    select * from {{ ref('product_retention', 'int_retention_measures') }}
    where
        scope = 'product'
        and segment_type = '(all)'
        and window_months = 12
        and not is_small_base
        and nrr_with_migration is not null
        and item <> '(unassigned)'
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

ranked as (
    select
        arr_month,
        item,
        nrr_with_migration,
        row_number() over (partition by arr_month order by nrr_with_migration asc, item asc)
            as nrr_rank
    from measures
)

select
    ranked.arr_month,

    ranked.item as product_id,
    products.product_name,
    ranked.nrr_with_migration as nrr
from ranked
inner join products
    on ranked.item = products.product_id
where ranked.nrr_rank = 1
