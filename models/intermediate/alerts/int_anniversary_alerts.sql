with rules as (
    select
        *,
        cast(threshold as integer) as days_later
    from {{ ref('product_retention', 'alert_rules') }}
    where is_on and rule_id = 'anniversary_90'
),

customer_days as (
    select * from {{ ref('product_retention', 'int_customer_arr_days') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

first_days as (
    select
        customer_id,
        min(from_day) as started_on
    from customer_days
    where arr > 0
    group by customer_id
),

dated as (
    select
        rules.*,
        first_days.customer_id,
        {{ add_days('first_days.started_on', 'rules.days_later') }} as event_date,
        {{ add_days('first_days.started_on', 'rules.days_later + rules.due_days + 1') }} as over_on
    from first_days
    cross join rules
)

select
    dated.rule_id,
    dated.customer_id,
    dated.severity,

    customer_days.arr as arr_at_stake,
    cast(dated.days_later as {{ rate_type() }}) as evidence_value,
    cast(dated.threshold as {{ rate_type() }}) as threshold,

    dated.event_date,
    case when dated.over_on <= reporting_date.as_of_date then dated.over_on end as resolved_on
from dated
cross join reporting_date
inner join customer_days
    on
        dated.customer_id = customer_days.customer_id
        and dated.event_date >= customer_days.from_day
        and (customer_days.until_day is null or dated.event_date < customer_days.until_day)
where dated.event_date <= reporting_date.as_of_date and customer_days.arr > 0
