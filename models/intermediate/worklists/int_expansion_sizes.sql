with expansions as (
    select * from {{ ref('product_retention', 'int_chosen_expansions') }}
    where
        relative_size is not null
        and months_ago < {{ signal_threshold('expansion_size_months') }}
),

scoped as (
    select
        product_id,
        relative_size
    from expansions
    union all
    select
        '(all)' as product_id,
        relative_size
    from expansions
),

ranked as (
    select
        *,
        row_number() over (partition by product_id order by relative_size asc) as size_rank,
        count(*) over (partition by product_id) as expansions
    from scoped
)

-- The middle one, or the mean of the two in the middle.
select
    product_id,
    cast(max(expansions) as integer) as expansions,
    avg(relative_size) as median_size
from ranked
where size_rank * 2 between expansions and expansions + 2
group by product_id
