with outcomes as (
    select * from {{ ref('product_retention', 'int_health_outcomes') }}
),

points as (
    select * from {{ ref('product_retention', 'int_health_points') }}
),

judged_points as (
    select
        points.product_level,
        points.metric,
        points.customer_id,
        points.product_id,
        points.weight,
        points.points,
        outcomes.health_score,
        outcomes.is_lost
    from points
    inner join outcomes
        on
            points.metric_day = outcomes.metric_day
            and points.customer_id = outcomes.customer_id
            and points.product_id = outcomes.product_id
),

-- The score without one metric, by the same rule.
others as (
    select
        left_out.product_level,
        left_out.metric,
        left_out.is_lost,
        sum(others.weight) as all_weight,
        sum(case when others.points is not null then others.weight end) as known_weight,
        {{ steady_sum('cast(others.weight as ' ~ rate_type() ~ ') * others.points') }}
            as weighted_points
    from judged_points as left_out
    inner join judged_points as others
        on
            left_out.customer_id = others.customer_id
            and left_out.product_id = others.product_id
            and left_out.metric <> others.metric
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
    from others
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
