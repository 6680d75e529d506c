with products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

weights as (
    select * from {{ ref('product_retention', 'health_weights') }}
),

levels as (
    select product as product_level
    from weights
    group by product
),

-- A product takes all its rows from the most specific level that has any.
ranked as (
    select
        products.product_id,
        levels.product_level,
        row_number() over (
            partition by products.product_id
            order by
                case
                    when levels.product_level = '*' then 3
                    when levels.product_level = 'family:' || products.product_family then 2
                    else 1
                end asc
        ) as level_rank
    from products
    inner join levels
        on
            products.product_id = levels.product_level
            or 'family:' || products.product_family = levels.product_level
            or levels.product_level = '*'
)

select
    ranked.product_id,
    ranked.product_level,
    weights.dimension,
    weights.metric,

    weights.window_days,
    weights.value_at_0,
    weights.value_at_100,
    weights.weight
from ranked
inner join weights
    on ranked.product_level = weights.product
where ranked.level_rank = 1 and weights.weight > 0
