with days as (
    select * from {{ ref('product_retention', 'int_metric_days') }}
    where month_index is not null
),

pairs as (
    select * from {{ ref('product_retention', 'int_metric_pairs') }}
),

scores as (
    select * from {{ ref('product_retention', 'int_health_by_day') }}
),

bands as (
    select * from {{ ref('product_retention', 'health_bands') }}
),

scored as (
    select
        days.month_index,
        pairs.customer_id,
        pairs.arr,
        case when scores.health_score is not null then pairs.arr else 0 end as covered_arr,
        cast(pairs.arr as {{ rate_type() }}) * scores.health_score as weighted_score
    from days
    inner join pairs
        on days.metric_day = pairs.metric_day
    left join scores
        on
            pairs.metric_day = scores.metric_day
            and pairs.customer_id = scores.customer_id
            and pairs.product_id = scores.product_id
),

-- A score of less than half of the customer says little about it.
customer_scores as (
    select
        month_index,
        customer_id,
        {{ safe_divide(steady_sum('weighted_score'), 'sum(covered_arr)') }} as health_score
    from scored
    group by month_index, customer_id
    having
        sum(covered_arr) > 0
        and {{ safe_divide('sum(covered_arr)', 'sum(arr)') }}
        >= {{ signal_threshold('min_covered_arr') }} - 1e-9
)

select
    customer_scores.customer_id,
    bands.band as health_band,

    customer_scores.month_index,
    customer_scores.health_score
from customer_scores
left join bands
    on {{ is_in_band('customer_scores.health_score', 'bands') }}
