-- Families of a bottleneck have the expansion of their products on the scorecard, and the customers
-- that the spine and the movements have.
with bottlenecks as (
    select * from {{ ref('product_retention', 'signals_patterns') }}
    where pattern = 'expansion_bottleneck'
),

families as (
    select
        arr_month,
        product_family,
        sum(opening_arr) as opening_arr,
        sum(opening_share) as opening_share,
        sum(expansion_share) as expansion_share
    from {{ ref('product_retention', 'signals_product_scorecard') }}
    group by arr_month, product_family
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

spine as (
    select
        spine.customer_id,
        spine.arr_month,
        products.product_family
    from {{ ref('product_retention', 'fct_arr_monthly') }} as spine
    inner join products
        on spine.product_id = products.product_id
    where spine.arr > 0
    group by spine.customer_id, spine.arr_month, products.product_family
),

movements as (
    select
        movements.*,
        products.product_family,
        products.tier_rank
    from {{ ref('product_retention', 'fct_arr_movements') }} as movements
    inner join products
        on movements.product_id = products.product_id
    where movements.movement_type in ('expansion', 'migration_in', 'migration_out')
),

-- What a customer moved up in a month: it leaves only lower tiers than the highest that it enters.
moves as (
    select
        customer_id,
        product_family,
        arr_month
    from movements
    where movement_type <> 'expansion'
    group by customer_id, product_family, arr_month
    having
        max(case when movement_type = 'migration_in' then tier_rank end)
        > max(case when movement_type = 'migration_out' then tier_rank end)
),

counts as (
    select
        families.arr_month,
        families.product_family,
        count(distinct spine.customer_id) as customers,
        count(distinct movements.customer_id) as expanding_customers
    from families
    inner join spine
        on
            families.product_family = spine.product_family
            and {{ add_months('families.arr_month', -12) }} = spine.arr_month
    left join movements
        on
            spine.customer_id = movements.customer_id
            and spine.product_family = movements.product_family
            and movements.movement_type = 'expansion'
            and families.arr_month >= movements.arr_month
            and {{ add_months('families.arr_month', -12) }} < movements.arr_month
    group by families.arr_month, families.product_family
),

volumes as (
    select
        families.arr_month,
        families.product_family,
        count(*) as volume_expansions
    from families
    inner join movements
        on
            families.product_family = movements.product_family
            and families.arr_month >= movements.arr_month
            and {{ add_months('families.arr_month', -12) }} < movements.arr_month
    where movements.volume_arr > 0 and movements.movement_type = 'expansion'
    group by families.arr_month, families.product_family
),

upgrades as (
    select
        families.arr_month,
        families.product_family,
        count(*) as tier_moves_up
    from families
    inner join moves
        on
            families.product_family = moves.product_family
            and families.arr_month >= moves.arr_month
            and {{ add_months('families.arr_month', -12) }} < moves.arr_month
    group by families.arr_month, families.product_family
)

select
    bottlenecks.arr_month,
    bottlenecks.subject,
    bottlenecks.other
from bottlenecks
left join families as tops
    on bottlenecks.arr_month = tops.arr_month and bottlenecks.subject = tops.product_family
left join families as counterparts
    on
        bottlenecks.arr_month = counterparts.arr_month
        and bottlenecks.other = counterparts.product_family
left join counts as top_counts
    on
        bottlenecks.arr_month = top_counts.arr_month
        and bottlenecks.subject = top_counts.product_family
left join counts as other_counts
    on
        bottlenecks.arr_month = other_counts.arr_month
        and bottlenecks.other = other_counts.product_family
left join volumes
    on bottlenecks.arr_month = volumes.arr_month and bottlenecks.other = volumes.product_family
left join upgrades
    on bottlenecks.arr_month = upgrades.arr_month and bottlenecks.other = upgrades.product_family
where
    counterparts.arr_month is null
    or abs(bottlenecks.subject_expansion_share - tops.expansion_share) > 1e-9
    or abs(
        bottlenecks.other_expansion_quotient * counterparts.opening_share
        - counterparts.expansion_share
    ) > 1e-9
    or bottlenecks.arr_at_stake <> counterparts.opening_arr
    or bottlenecks.n_subject <> coalesce(top_counts.customers, 0)
    or bottlenecks.n_other <> other_counts.customers
    or bottlenecks.expanding_subject <> coalesce(top_counts.expanding_customers, 0)
    or bottlenecks.expanding_other <> other_counts.expanding_customers
    or bottlenecks.volume_expansions <> coalesce(volumes.volume_expansions, 0)
    or bottlenecks.tier_moves_up <> coalesce(upgrades.tier_moves_up, 0)
    -- The lower limit is no larger than the difference itself.
    or bottlenecks.difference_low
    > {{ safe_divide('bottlenecks.expanding_subject', 'bottlenecks.n_subject') }}
    - {{ safe_divide('bottlenecks.expanding_other', 'bottlenecks.n_other') }}
    or bottlenecks.difference_low < -1
