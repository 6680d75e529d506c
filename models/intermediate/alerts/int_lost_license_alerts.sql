with rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
    where is_on and rule_id = 'lost_before_end'
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
    where renewal_status = 'lost' and not is_pending and arr > 0
),

-- A mark without a date is known as of today.
marked as (
    select
        rules.rule_id,
        rules.severity,
        licenses.license_id,
        licenses.customer_id,
        licenses.product_id,
        licenses.arr,
        licenses.ends_before,
        licenses.as_of_date,
        coalesce(
            cast(licenses.updated_at as date),
            cast(licenses.created_at as date),
            licenses.as_of_date
        ) as event_date
    from licenses
    cross join rules
)

select
    rule_id,
    customer_id,
    product_id,
    license_id,
    severity,

    arr as arr_at_stake,
    cast(
        {{ days_between('event_date', 'ends_before') }}
        as {{ rate_type() }}
    ) as evidence_value,

    event_date,
    case when ends_before <= as_of_date then ends_before end as resolved_on
from marked
where event_date < ends_before and event_date <= as_of_date
