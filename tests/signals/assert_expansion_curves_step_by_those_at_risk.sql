-- A step of a curve takes from those that had not expanded the part of those at risk that does, and
-- who is at risk on a day is not any more on the next one of the curve if the time ended. Medians
-- and shares of a scope are read from its curve.
{%- set scope = ['scope_type', 'segment_type', 'segment_value'] %}
{%- set key = scope | join(', ') %}
{%- set half = '0.5 - 1e-9' %}
with curves as (
    select
        *,
        cast(at_risk as {{ rate_type() }}) as watched,
        lag(at_risk - expanded - churned_before - censored)
            over (partition by {{ key }} order by days) as expected_at_risk,
        coalesce(lag(share) over (partition by {{ key }} order by days), 0) as last_share,
        coalesce(lag(share_of_all) over (partition by {{ key }} order by days), 0)
            as last_share_of_all,
        lead(days) over (partition by {{ key }} order by days) as next_days,
        max(at_risk) over (partition by {{ key }}) as customers
    from {{ ref('product_retention', 'time_to_first_expansion_curve') }}
),

-- By the logarithms of what stays on each day, the share that has neither expanded nor left.
staying as (
    select
        *,
        coalesce(
            exp(
                sum(
                    case
                        when expanded + churned_before < at_risk
                            then ln((watched - expanded - churned_before) / watched)
                    end
                ) over (
                    partition by {{ key }} order by days
                    rows between unbounded preceding and 1 preceding
                )
            ), 1
        ) as staying_share,
        sum(
            case when expanded < at_risk then expanded / (watched * (watched - expanded)) end
        ) over (
            partition by {{ key }} order by days
            rows between unbounded preceding and current row
        ) as variance
    from curves
),

-- The limits are as far from the curve on the scale of the logarithm of a logarithm.
spreads as (
    select
        *,
        case
            when share > 0 and share < 1 then 1.959964 * sqrt(variance) / abs(ln(1 - share))
        end as distance
    from staying
),

members as (
    select * from {{ ref('product_retention', 'int_expansion_time_scopes') }}
),

counts as (
    select
        {{ scope | join(',\n        ') }},
        count(*) as customers,
        sum(case when outcome = 'expanded' then 1 else 0 end) as expanded,
        sum(case when outcome = 'churned' then 1 else 0 end) as churned_before
    from members
    group by {{ key }}
),

days as (
    select
        {{ scope | join(',\n        ') }},
        days,
        sum(case when outcome = 'expanded' then 1 else 0 end) as expanded,
        sum(case when outcome = 'churned' then 1 else 0 end) as churned_before,
        sum(case when outcome = 'censored' then 1 else 0 end) as censored
    from members
    group by {{ key }}, days
),

read_off as (
    select
        {{ scope | join(',\n        ') }},
        max(customers) as customers,
        min(case when share >= {{ half }} then days end) as median_days,
        min(case when share_high >= {{ half }} then days end) as median_days_low,
        min(case when share_low >= {{ half }} then days end) as median_days_high,
        {%- for day in [90, 180, 365] %}
        max(case when days <= {{ day }} then share else 0 end) as share_{{ day }}d,
        max(case when days <= {{ day }} then share_of_all else 0 end) as share_{{ day }}d_of_all,
        {%- for side in ['low', 'high'] %}
        max(
            case
                when days <= {{ day }} and coalesce(next_days > {{ day }}, true)
                    then share_{{ side }}
            end
        ) as share_{{ day }}d_{{ side }},
        {%- endfor %}
        {%- endfor %}
        max(case when days <= 545 then share else 0 end) as share_545d
    from curves
    group by {{ key }}
)

select
    spreads.scope_type || ' ' || spreads.segment_value || ' day ' || {{ text_of('spreads.days') }}
        as message
from spreads
left join days
    on
        spreads.scope_type = days.scope_type
        and spreads.segment_type = days.segment_type
        and spreads.segment_value = days.segment_value
        and spreads.days = days.days
where
    days.days is null
    or spreads.expanded <> days.expanded
    or spreads.churned_before <> days.churned_before
    or spreads.censored <> days.censored
    or spreads.at_risk <> spreads.expected_at_risk
    or (
        spreads.next_days is null
        and spreads.at_risk <> spreads.expanded + spreads.churned_before + spreads.censored
    )
    or abs(
        (1 - spreads.share) * spreads.watched
        - (1 - spreads.last_share) * (spreads.watched - spreads.expanded)
    ) > 1e-9 * spreads.watched
    or abs(
        (spreads.share_of_all - spreads.last_share_of_all) * spreads.watched
        - spreads.staying_share * spreads.expanded
    ) > 1e-9 * spreads.watched
    or (spreads.share_low is null) <> (spreads.distance is null)
    or (spreads.share_high is null) <> (spreads.distance is null)
    or abs(spreads.share_low - 1 + power(1 - spreads.share, exp(-spreads.distance))) > 1e-8
    or abs(spreads.share_high - 1 + power(1 - spreads.share, exp(spreads.distance))) > 1e-8
union all
select scopes.scope_type || ' ' || scopes.segment_value as message
from {{ ref('product_retention', 'time_to_first_expansion') }} as scopes
left join counts
    on
        scopes.scope_type = counts.scope_type
        and scopes.segment_type = counts.segment_type
        and scopes.segment_value = counts.segment_value
left join read_off
    on
        scopes.scope_type = read_off.scope_type
        and scopes.segment_type = read_off.segment_type
        and scopes.segment_value = read_off.segment_value
where
    scopes.customers <> counts.customers
    or scopes.customers <> read_off.customers
    or scopes.expanded <> counts.expanded
    or scopes.churned_before <> counts.churned_before
    {%- for column in ['median_days', 'median_days_low', 'median_days_high'] %}
    or coalesce(scopes.{{ column }}, -1) <> coalesce(read_off.{{ column }}, -1)
    {%- endfor %}
    {%- for day in [90, 180, 365] %}
    {%- for part in ['', '_of_all', '_low', '_high'] %}
    or abs(scopes.share_{{ day }}d{{ part }} - read_off.share_{{ day }}d{{ part }}) > 1e-9
    {%- endfor %}
    {%- endfor %}
    or abs(
        (1 - scopes.later_share) * (1 - scopes.share_180d) - (1 - read_off.share_545d)
    ) > 1e-9
