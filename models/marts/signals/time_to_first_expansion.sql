{%- set scope = ['scope_type', 'segment_type', 'segment_value'] -%}
{%- set half = '0.5 + 1e-9' -%}
{#- Days of the shares, and the later one that later_share is about. -#}
{%- set shown_days = [90, 180, 365] -%}
{%- set later_days = 545 %}

with curves as (
    select * from {{ ref('product_retention', 'int_expansion_curves') }}
),

-- The curve stays as it is from one of its days to the next, and before the first one it is 1.
scopes as (
    select
        {{ scope | join(',\n        ') }},
        {%- for day in shown_days + [later_days] %}
        {%- set is_current = 'days <= ' ~ day ~ ' and coalesce(next_days > ' ~ day ~ ', true)' %}
        coalesce(min(case when days <= {{ day }} then survival end), 1) as survival_{{ day }},
        min(case when {{ is_current }} then survival_low end) as survival_low_{{ day }},
        min(case when {{ is_current }} then survival_high end) as survival_high_{{ day }},
        max(case when days <= {{ day }} then share_of_all else 0 end) as share_of_all_{{ day }},
        {%- endfor %}
        sum(expanded + churned_before + censored) as customers,
        sum(expanded) as expanded,
        sum(churned_before) as churned_before,
        sum(censored) as censored,
        max(days) as longest_days,
        min(survival) as last_survival,
        min(case when survival <= {{ half }} then days end) as median_days,
        min(case when survival_low <= {{ half }} then days end) as median_days_low,
        min(case when survival_high <= {{ half }} then days end) as median_days_high
    from curves
    group by {{ scope | join(', ') }}
),

-- Nobody knows what comes after the days for which a customer was followed, unless all expanded.
known as (
    select
        *,
        case
            when customers < {{ signal_threshold('ttfe_min_customers') }} then null
            when last_survival = 0 then {{ later_days }}
            else longest_days
        end as known_days
    from scopes
)

select
    {{ scope | join(',\n    ') }},

    cast(customers as integer) as customers,
    cast(expanded as integer) as expanded,
    cast(churned_before as integer) as churned_before,
    cast(censored as integer) as censored,
    case when known_days is not null then median_days end as median_days,
    case when known_days is not null then median_days_low end as median_days_low,
    case when known_days is not null then median_days_high end as median_days_high,

    {%- for day in shown_days %}
    {%- set is_known = 'known_days >= ' ~ day %}
    case when {{ is_known }} then 1 - survival_{{ day }} end as share_{{ day }}d,
    case when {{ is_known }} then 1 - survival_high_{{ day }} end as share_{{ day }}d_low,
    case when {{ is_known }} then 1 - survival_low_{{ day }} end as share_{{ day }}d_high,
    {%- endfor %}
    {%- for day in shown_days %}
    case when known_days >= {{ day }} then share_of_all_{{ day }} end as share_{{ day }}d_of_all,
    {%- endfor %}
    case
        when known_days >= {{ later_days }}
            then 1 - survival_{{ later_days }} / nullif(survival_180, 0)
    end as later_share
from known
