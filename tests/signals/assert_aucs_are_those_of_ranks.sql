-- The area under the curve again from the mean ranks of those that were kept (Mann and Whitney),
-- and its limits from the two probabilities of Hanley and McNeil. A score without a metric is what
-- is left of all points when those of the metric are taken away.
{%- set share = signal_threshold('min_weight_covered') %}
with outcomes as (
    select * from {{ ref('product_retention', 'int_health_outcomes') }}
),

points as (
    select
        points.product_level,
        points.metric,
        points.customer_id,
        points.product_id,
        points.points,
        outcomes.health_score,
        outcomes.is_lost,
        sum(points.weight) over (partition by points.customer_id, points.product_id)
        - points.weight as other_weight,
        sum(case when points.points is null then 0 else points.weight end)
            over (partition by points.customer_id, points.product_id)
        - case when points.points is null then 0 else points.weight end as known_weight,
        sum(cast(points.weight as {{ rate_type() }}) * points.points)
            over (partition by points.customer_id, points.product_id)
        - coalesce(cast(points.weight as {{ rate_type() }}) * points.points, 0) as weighted_points
    from {{ ref('product_retention', 'int_health_points') }} as points
    inner join outcomes
        on
            points.metric_day = outcomes.metric_day
            and points.customer_id = outcomes.customer_id
            and points.product_id = outcomes.product_id
),

scores as (
    {%- for subject, score in {
        'metric': 'points',
        'score_with': 'health_score',
        'score_without': 'case when known_weight >= ' ~ share ~ ' * other_weight then '
            ~ safe_divide('weighted_points', 'known_weight') ~ ' end',
    }.items() %}
    select
        '{{ subject }}' as subject,
        product_level,
        metric,
        {{ score }} as score,
        is_lost
    from points
    union all
    {%- endfor %}
    {%- for score in ['health_score', 'source_health_score'] %}
    select
        '{{ score }}' as subject,
        '' as product_level,
        '' as metric,
        {{ score }} as score,
        is_lost
    from outcomes
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

rounded as (
    select
        subject,
        product_level,
        metric,
        is_lost,
        cast(score as decimal(18, 9)) as score
    from scores
    where score is not null
),

ranked as (
    select
        *,
        rank() over (partition by subject, product_level, metric order by score)
        + (count(*) over (partition by subject, product_level, metric, score) - 1) / 2.0
            as mean_rank
    from rounded
),

counts as (
    select
        subject,
        product_level,
        metric,
        count(*) as pairs,
        sum(case when is_lost then 1 else 0 end) as lost,
        sum(case when is_lost then 0 else 1 end) as kept,
        sum(case when is_lost then 0 else mean_rank end) as kept_ranks
    from ranked
    group by subject, product_level, metric
),

areas as (
    select
        *,
        {{ safe_divide('kept_ranks - kept * (kept + 1) / 2.0', 'lost * kept') }} as area
    from counts
    where
        lost >= {{ signal_threshold('min_health_outcomes') }}
        and kept >= {{ signal_threshold('min_health_outcomes') }}
),

probabilities as (
    select
        *,
        lost * 1.0 * kept as couples,
        area / (2 - area) as first_probability,
        2 * area * area / (1 + area) as second_probability
    from areas
),

errors as (
    select
        *,
        1.959964 * sqrt(greatest(0, (
            area - area * area
            + (lost - 1) * (first_probability - area * area)
            + (kept - 1) * (second_probability - area * area)
        ) / couples)) as half_width
    from probabilities
),

shown as (
    select
        'metric' as subject,
        product_level,
        metric,
        pairs,
        churned,
        auc,
        auc_low,
        auc_high
    from {{ ref('product_retention', 'health_indicators') }}
    union all
    select
        score_name as subject,
        '' as product_level,
        '' as metric,
        sum(pairs) as pairs,
        sum(churned) as churned,
        -- A wrong figure in any band shows.
        sum(auc) / count(auc) as auc,
        sum(auc_low) / count(auc_low) as auc_low,
        sum(auc_high) / count(auc_high) as auc_high
    from {{ ref('product_retention', 'health_validation') }}
    group by score_name
),

score_areas as (
    select
        'score_with' as subject,
        product_level,
        metric,
        score_auc as auc
    from {{ ref('product_retention', 'health_indicators') }}
    union all
    select
        'score_without' as subject,
        product_level,
        metric,
        auc_without as auc
    from {{ ref('product_retention', 'health_indicators') }}
)

select
    shown.subject,
    shown.product_level,
    shown.metric
from shown
left join counts
    on
        shown.subject = counts.subject
        and shown.product_level = counts.product_level
        and shown.metric = counts.metric
left join errors
    on
        shown.subject = errors.subject
        and shown.product_level = errors.product_level
        and shown.metric = errors.metric
where
    shown.pairs <> coalesce(counts.pairs, 0)
    or shown.churned <> coalesce(counts.lost, 0)
    or (shown.auc is null) <> (errors.area is null)
    or abs(shown.auc - errors.area) > 1e-9
    or abs(shown.auc_low - greatest(0, errors.area - errors.half_width)) > 1e-9
    or abs(shown.auc_high - least(1, errors.area + errors.half_width)) > 1e-9
union all
select
    score_areas.subject,
    score_areas.product_level,
    score_areas.metric
from score_areas
left join areas
    on
        score_areas.subject = areas.subject
        and score_areas.product_level = areas.product_level
        and score_areas.metric = areas.metric
where
    (score_areas.auc is null) <> (areas.area is null)
    -- Two ways to add up make ties of different scores.
    or abs(score_areas.auc - areas.area) > 0.01
