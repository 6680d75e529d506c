-- Every rule counted again from the customers that had the product in the same week, stratum by
-- stratum. The ratio lies in the middle of its limits, as factors go.
with members as (
    select
        *,
        case when is_exposed then 1 else 0 end as exposed,
        case when has_expanded then 1 else 0 end as expanded
    from {{ ref('product_retention', 'int_trigger_members') }}
),

conversions as (
    select * from {{ ref('product_retention', 'signals_trigger_conversion') }}
),

all_exposed as (
    select
        rule_id,
        sum(exposed) as exposed
    from members
    group by rule_id
),

strata as (
    select
        rule_id,
        product_id,
        event_date,
        arr_band,
        cast(count(*) as {{ rate_type() }}) as members,
        sum(exposed) as exposed,
        sum(exposed * expanded) as exposed_expanded,
        sum((1 - exposed) * expanded) as controls_expanded
    from members
    group by rule_id, product_id, event_date, arr_band
    having count(distinct is_exposed) = 2
),

sums as (
    select
        rule_id,
        sum(exposed) as exposed_matched,
        sum(exposed_expanded) as exposed_expanded,
        sum(members - exposed) as control_rows,
        sum(exposed * controls_expanded / (members - exposed)) as expected_expanded,
        sum(exposed_expanded * (members - exposed) / members)
        / nullif(sum(controls_expanded * exposed / members), 0) as risk_ratio
    from strata
    group by rule_id
),

controls as (
    select
        members.rule_id,
        count(distinct members.customer_id) as customers,
        count(distinct case when members.has_expanded then members.customer_id end)
            as expanded_customers
    from members
    inner join strata
        on
            members.rule_id = strata.rule_id
            and members.product_id = strata.product_id
            and members.event_date = strata.event_date
            and members.arr_band = strata.arr_band
    where not members.is_exposed
    group by members.rule_id
)

select conversions.rule_id
from conversions
left join all_exposed
    on conversions.rule_id = all_exposed.rule_id
left join sums
    on conversions.rule_id = sums.rule_id
left join controls
    on conversions.rule_id = controls.rule_id
where
    conversions.exposed <> coalesce(all_exposed.exposed, 0)
    or conversions.exposed_matched <> coalesce(sums.exposed_matched, 0)
    or conversions.exposed_expanded <> coalesce(sums.exposed_expanded, 0)
    or conversions.control_rows <> coalesce(sums.control_rows, 0)
    or conversions.control_customers <> coalesce(controls.customers, 0)
    or conversions.control_expanded_customers <> coalesce(controls.expanded_customers, 0)
    or abs(conversions.expected_expanded - coalesce(sums.expected_expanded, 0))
    > 1e-9 * (1 + conversions.exposed_matched)
    or (conversions.evidence = 'too little' and conversions.risk_ratio is not null)
    or abs(conversions.risk_ratio - sums.risk_ratio) > 1e-9 * (1 + sums.risk_ratio)
    or (conversions.exposed_expanded < 2 and conversions.ci_low <> 0)
    or (
        conversions.exposed_expanded >= 2
        and abs(
            conversions.ci_low * conversions.ci_high
            - conversions.risk_ratio * conversions.risk_ratio
        ) > 1e-7 * (1 + conversions.risk_ratio * conversions.risk_ratio)
    )
