with outcomes as (
    select * from {{ ref('product_retention', 'int_health_outcomes') }}
),

health_points as (
    select * from {{ ref('product_retention', 'int_health_points') }}
),

judged_points as (
    select
        health_points.product_level,
        health_points.metric,
        health_points.customer_id,
        health_points.product_id,
        health_points.weight,
        health_points.points,
        outcomes.health_score,
        outcomes.is_lost
    from health_points
    inner join outcomes
        on
            health_points.metric_day = outcomes.metric_day
            and health_points.customer_id = outcomes.customer_id
            and health_points.product_id = outcomes.product_id
),

-- The score without one metric, by the same rule.
without_one as (
    select
        left_out.product_level,
        left_out.metric,
        left_out.is_lost,
        sum(remaining.weight) as all_weight,
        sum(case when remaining.points is not null then remaining.weight end) as known_weight,
        {{ steady_sum('cast(remaining.weight as ' ~ rate_type() ~ ') * remaining.points') }}
            as weighted_points
    from judged_points as left_out
    inner join judged_points as remaining
        on
            left_out.customer_id = remaining.customer_id
            and left_out.product_id = remaining.product_id
            and left_out.metric <> remaining.metric
    group by
        left_out.product_level, left_out.metric, left_out.customer_id, left_out.product_id,
        left_out.is_lost
),

ranked as (
    {%- for score in ['health_score', 'source_health_score'] %}
    select
        '{{ score }}' as subject,
        '' as product_level,
        '' as metric,
        {{ score }} as score,
        is_lost
    from outcomes
    union all
    {%- endfor %}
    select
        'metric' as subject,
        product_level,
        metric,
        points as score,
        is_lost
    from judged_points
    union all
    select
        'score_with' as subject,
        product_level,
        metric,
        health_score as score,
        is_lost
    from judged_points
    union all
    select
        'score_without' as subject,
        product_level,
        metric,
        case
            when known_weight >= {{ signal_threshold('min_weight_covered') }} * all_weight
                then {{ safe_divide('weighted_points', 'known_weight') }}
        end as score,
        is_lost
    from without_one
)

-- Scores that differ by how a computer adds up are equal.
select
    subject,
    product_level,
    metric,

    cast(score as decimal(18, 9)) as score,
    sum(case when is_lost then 1 else 0 end) as lost,
    sum(case when is_lost then 0 else 1 end) as kept
from ranked
where score is not null
group by subject, product_level, metric, cast(score as decimal(18, 9))
