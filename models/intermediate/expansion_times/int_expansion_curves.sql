{%- set z = 1.959964 %}
{%- set scope = ['scope_type', 'segment_type', 'segment_value'] -%}

with members as (
    select * from {{ ref('product_retention', 'int_expansion_time_scopes') }}
),

ended as (
    select
        {{ scope | join(',\n        ') }},
        days,
        count(*) as ended,
        sum(case when outcome = 'expanded' then 1 else 0 end) as expanded,
        sum(case when outcome = 'churned' then 1 else 0 end) as churned_before,
        sum(case when outcome = 'censored' then 1 else 0 end) as censored
    from members
    group by {{ scope | join(', ') }}, days
),

-- At risk on a day are all whose time ends on it or later.
watched as (
    select
        *,
        cast({{ running_sum('ended', scope, 'days desc') }} as {{ rate_type() }}) as at_risk,
        lead(days) over (partition by {{ scope | join(', ') }} order by days) as next_days
    from ended
),

-- That nobody is left happens on the last day only. There is no logarithm of it.
steps as (
    select
        *,
        expanded / at_risk as hazard,
        expanded = at_risk as is_last_expansion,
        case when expanded < at_risk then ln(1 - expanded / at_risk) else 0 end as waiting_log,
        case
            when expanded + churned_before < at_risk
                then ln(1 - (expanded + churned_before) / at_risk)
            else 0
        end as staying_log,
        case when expanded < at_risk then expanded / (at_risk * (at_risk - expanded)) else 0 end
            as variance
    from watched
),

summed as (
    select
        *,
        {{ running_sum('expanded', scope, 'days') }} as expanded_so_far,
        {{ running_sum('waiting_log', scope, 'days') }} as log_waiting,
        coalesce(
            sum(staying_log) over (
                partition by {{ scope | join(', ') }}
                order by days
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as log_staying_before,
        {{ running_sum('variance', scope, 'days') }} as log_variance
    from steps
),

-- How far the limits lie from the curve, as a power of it (log-log).
curves as (
    select
        *,
        case when is_last_expansion then 0 else exp(log_waiting) end as survival,
        case
            when expanded_so_far > 0 and not is_last_expansion
                then exp({{ z }} * sqrt(log_variance) / nullif(abs(log_waiting), 0))
        end as power,
        exp(log_staying_before) * hazard as expanding_share
    from summed
)

select
    {{ scope | join(',\n    ') }},

    days,
    next_days,
    cast(at_risk as integer) as at_risk,
    cast(expanded as integer) as expanded,
    cast(churned_before as integer) as churned_before,
    cast(censored as integer) as censored,

    survival,
    exp(log_waiting * power) as survival_low,
    exp(log_waiting / power) as survival_high,
    -- The last digit of a sum of all could lie above 1.
    least(1, {{ running_sum('expanding_share', scope, 'days') }}) as share_of_all
from curves
