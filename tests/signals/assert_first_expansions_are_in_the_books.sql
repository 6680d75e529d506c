-- A first expansion has a type, and nothing else has; it and a loss take a day or more. A customer
-- starts and ends on a day on which a licence does, or ends on the reporting date. All of them, and
-- the years in which they started, count each of them once.
with first_expansions as (
    select * from {{ ref('product_retention', 'customer_first_expansions') }}
),

active_licenses as (
    select * from {{ ref('product_retention', 'int_active_licenses') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

license_days as (
    select
        customer_id,
        starts_on as license_day
    from active_licenses
    union all
    select
        customer_id,
        ends_before as license_day
    from active_licenses
    where ends_before is not null
),

days as (
    select
        customer_id,
        license_day
    from license_days
    group by customer_id, license_day
),

counts as (
    select
        count(*) as customers,
        sum(case when outcome = 'expanded' then 1 else 0 end) as expanded,
        sum(case when outcome = 'churned' then 1 else 0 end) as churned_before
    from first_expansions
),

scopes as (
    select
        scope_type,
        sum(customers) as customers,
        sum(expanded) as expanded,
        sum(churned_before) as churned_before
    from {{ ref('product_retention', 'time_to_first_expansion') }}
    where scope_type in ('all', 'start_year')
    group by scope_type
)

select
    first_expansions.customer_id || ': ' || first_expansions.outcome || ' after '
    || {{ text_of('first_expansions.days') }} || ' days' as message
from first_expansions
cross join reporting_date
left join days as first_days
    on
        first_expansions.customer_id = first_days.customer_id
        and first_expansions.started_on = first_days.license_day
left join days as last_days
    on
        first_expansions.customer_id = last_days.customer_id
        and first_expansions.ended_on = last_days.license_day
where
    first_days.customer_id is null
    or first_expansions.days
    <> {{ days_between('first_expansions.started_on', 'first_expansions.ended_on') }}
    or (first_expansions.outcome = 'expanded') <> (first_expansions.expansion_type is not null)
    or (first_expansions.outcome <> 'censored' and first_expansions.days < 1)
    or (
        last_days.customer_id is null
        and (
            first_expansions.outcome <> 'censored'
            or first_expansions.ended_on <> reporting_date.as_of_date
        )
    )
union all
select scopes.scope_type || ' does not count every customer once' as message
from scopes
cross join counts
where
    scopes.customers <> counts.customers
    or scopes.expanded <> counts.expanded
    or scopes.churned_before <> counts.churned_before
