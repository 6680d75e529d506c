with changes as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
    where migration_type is not null
),

expanded as (
    select * from {{ ref('product_retention', 'int_signal_expansions') }}
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

moves as (
    select
        changes.customer_id,
        products.product_family,
        changes.month_index,
        max(case when changes.migration_type = 'migration_out' then products.tier_rank end)
            as tier_left,
        max(case when changes.migration_type = 'migration_in' then products.tier_rank end)
            as tier_entered
    from changes
    inner join products
        on changes.product_id = products.product_id
    group by changes.customer_id, products.product_family, changes.month_index
),

counted as (
    select
        months.month_index,
        moves.product_family,
        1 as tier_moves_up,
        0 as volume_expansions
    from moves
    inner join months
        on
            moves.month_index > months.opening_month_index
            and moves.month_index <= months.month_index
    where moves.tier_entered > moves.tier_left
    union all
    select
        expanded.month_index,
        products.product_family,
        0 as tier_moves_up,
        expanded.volume_expansions
    from expanded
    inner join products
        on expanded.product_id = products.product_id
)

select
    month_index,
    product_family,

    cast(sum(tier_moves_up) as integer) as tier_moves_up,
    cast(sum(volume_expansions) as integer) as volume_expansions
from counted
group by month_index, product_family
