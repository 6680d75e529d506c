{%- set subject = ['rule_id', 'customer_id', 'product_id'] -%}

with rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
),

rule_days as (
    select
        *,
        lag(monday) over (partition by {{ subject | join(', ') }} order by monday) as last_day,
        lead(monday) over (partition by {{ subject | join(', ') }} order by monday) as next_day
    from {{ ref('product_retention', 'int_rule_days') }}
),

product_days as (
    select * from {{ ref('product_retention', 'int_product_arr_days') }}
),

customer_days as (
    select * from {{ ref('product_retention', 'int_customer_arr_days') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

runs as (
    select
        rule_days.*,
        rules.severity,
        -- The last Monday of the run on which all still holds.
        min(
            case
                when
                    rule_days.next_day is null
                    or {{ days_between('rule_days.monday', 'rule_days.next_day') }}
                    > 7
                    then rule_days.monday
            end
        ) over (
            partition by rule_days.rule_id, rule_days.customer_id, rule_days.product_id
            order by rule_days.monday
            rows between current row and unbounded following
        ) as held_until,
        rule_days.last_day is null
        or {{ days_between('rule_days.last_day', 'rule_days.monday') }}
        > greatest(coalesce(rules.rearm_days, 0), 7) as is_start
    from rule_days
    inner join rules
        on rule_days.rule_id = rules.rule_id
),

starts as (
    select
        *,
        {{ add_days('held_until', 7) }} as failed_on
    from runs
    where is_start
)

select
    starts.rule_id,
    starts.customer_id,
    starts.product_id,
    starts.severity,

    coalesce(product_days.arr, customer_days.arr) as arr_at_stake,
    starts.metric_value as evidence_value,
    starts.threshold,
    starts.reported_days,

    starts.monday as event_date,
    case when starts.failed_on <= reporting_date.as_of_date then starts.failed_on end as resolved_on
from starts
cross join reporting_date
left join product_days
    on
        starts.customer_id = product_days.customer_id
        and starts.product_id = product_days.product_id
        and starts.monday >= product_days.from_day
        and (product_days.until_day is null or starts.monday < product_days.until_day)
left join customer_days
    on
        starts.product_id is null
        and starts.customer_id = customer_days.customer_id
        and starts.monday >= customer_days.from_day
        and (customer_days.until_day is null or starts.monday < customer_days.until_day)
where starts.monday <= reporting_date.as_of_date
