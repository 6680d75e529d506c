{%- set scope = ['scope_type', 'segment_type', 'segment_value'] -%}

with curves as (
    select * from {{ ref('product_retention', 'int_expansion_curves') }}
),

sized as (
    select
        *,
        max(at_risk) over (partition by {{ scope | join(', ') }})
        >= {{ signal_threshold('ttfe_min_customers') }} as has_enough_customers
    from curves
)

select
    {{ scope | join(',\n    ') }},

    days,
    at_risk,
    expanded,
    churned_before,
    censored,

    case when has_enough_customers then 1 - survival end as share,
    case when has_enough_customers then 1 - survival_high end as share_low,
    case when has_enough_customers then 1 - survival_low end as share_high,
    case when has_enough_customers then share_of_all end as share_of_all
from sized
