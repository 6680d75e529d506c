with scores as (
    select * from {{ ref('product_retention', 'health_scores') }}
    where is_as_of_date
),

customers as (
    select
        customer_id,
        max(score_day) as score_day,
        sum(arr) as arr,
        max(customer_health_score) as customer_health_score,
        max(covered_arr_share) as covered_arr_share
    from scores
    where
        customer_health_score is not null
        and covered_arr_share >= {{ signal_threshold('min_covered_arr') }} - 1e-9
    group by customer_id
),

ranked as (
    select
        *,
        row_number() over (
            order by
                cast(customer_health_score as decimal(18, 9)) desc,
                arr desc,
                {{ byte_order('customer_id') }} asc
        ) as health_rank
    from customers
),

descriptions as (
    select * from {{ ref('product_retention', 'dim_customers') }}
)

select
    cast(ranked.health_rank as integer) as health_rank,

    ranked.customer_id,
    descriptions.customer_name,
    descriptions.segment,
    descriptions.owner,
    ranked.score_day,

    cast(ranked.arr as {{ money_total_type() }}) as arr,
    ranked.customer_health_score,
    ranked.covered_arr_share
from ranked
inner join descriptions
    on ranked.customer_id = descriptions.customer_id
where ranked.health_rank <= {{ signal_threshold('health_rows') }}
