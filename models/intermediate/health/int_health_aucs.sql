{%- set enough = signal_threshold('min_health_outcomes') %}
{%- set z = 1.959964 %}

with rankings as (
    select * from {{ ref('product_retention', 'int_health_rankings') }}
),

compared as (
    select
        *,
        sum(kept) over (partition by subject, product_level, metric)
        - sum(kept) over (
            partition by subject, product_level, metric
            order by score
            rows between unbounded preceding and current row
        ) as kept_above
    from rankings
),

-- Of all couples of a lost and a kept pair: those in which the lost one scored lower, and ties half.
counted as (
    select
        subject,
        product_level,
        metric,
        sum(lost) as lost,
        sum(kept) as kept,
        sum(lost * (2 * kept_above + kept)) as half_wins
    from compared
    group by subject, product_level, metric
),

rated as (
    select
        *,
        lost >= {{ enough }} and kept >= {{ enough }} as is_enough,
        {{ safe_divide('half_wins', '2 * lost * kept') }} as auc
    from counted
),

-- The variance by Hanley and McNeil.
spread as (
    select
        *,
        sqrt(greatest(0, (
            auc * (1 - auc)
            + (lost - 1) * (auc / (2 - auc) - auc * auc)
            + (kept - 1) * (2 * auc * auc / (1 + auc) - auc * auc)
        ) / nullif(cast(lost * kept as {{ rate_type() }}), 0))) as auc_error
    from rated
)

select
    subject,
    product_level,
    metric,
    case
        when lost + kept = 0 then 'none'
        when is_enough then 'enough'
        else 'too little'
    end as evidence,

    cast(lost + kept as integer) as pairs,
    cast(lost as integer) as lost,
    case when is_enough then auc end as auc,
    case when is_enough then greatest(0, auc - {{ z }} * auc_error) end as auc_low,
    case when is_enough then least(1, auc + {{ z }} * auc_error) end as auc_high
from spread
