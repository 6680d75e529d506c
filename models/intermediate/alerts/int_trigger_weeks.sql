{%- set conversion_days = signal_threshold('conversion_days') | int -%}
{%- set quiet_months = signal_threshold('conversion_quiet_months') | int -%}

with rules as (
    select * from {{ ref('product_retention', 'int_trigger_rules') }}
),

episodes as (
    select
        *,
        lag(event_date) over (
            partition by rule_id, customer_id, product_id
            order by event_date
        ) as last_event_date
    from {{ ref('product_retention', 'int_usage_alerts') }}
),

product_days as (
    select * from {{ ref('product_retention', 'int_product_arr_days') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

-- Events that can be followed for long enough.
exposed as (
    select
        episodes.rule_id,
        episodes.customer_id,
        episodes.product_id,
        episodes.event_date
    from episodes
    cross join reporting_date
    inner join rules
        on episodes.rule_id = rules.rule_id
    where
        {{ add_days('episodes.event_date', conversion_days) }}
        <= reporting_date.as_of_date
        and (
            episodes.last_event_date is null
            or {{ add_months('episodes.last_event_date', quiet_months) }}
            <= episodes.event_date
        )
),

weeks as (
    select
        rule_id,
        product_id,
        event_date
    from exposed
    group by rule_id, product_id, event_date
),

-- All that have the product in such a week, with the latest event of each.
holders as (
    select
        weeks.rule_id,
        weeks.product_id,
        weeks.event_date,
        product_days.customer_id,
        max(episodes.event_date) as latest_event_date
    from weeks
    inner join product_days
        on
            weeks.product_id = product_days.product_id
            and weeks.event_date >= product_days.from_day
            and (product_days.until_day is null or weeks.event_date < product_days.until_day)
    left join episodes
        on
            weeks.rule_id = episodes.rule_id
            and weeks.product_id = episodes.product_id
            and product_days.customer_id = episodes.customer_id
            and weeks.event_date >= episodes.event_date
    where product_days.arr > 0
    group by weeks.rule_id, weeks.product_id, weeks.event_date, product_days.customer_id
),

joined as (
    select
        holders.*,
        exposed.customer_id is not null as is_exposed
    from holders
    left join exposed
        on
            holders.rule_id = exposed.rule_id
            and holders.product_id = exposed.product_id
            and holders.customer_id = exposed.customer_id
            and holders.event_date = exposed.event_date
)

select
    rule_id,
    customer_id,
    product_id,

    is_exposed,

    event_date
from joined
where
    is_exposed
    or latest_event_date is null
    or {{ add_months('latest_event_date', quiet_months) }}
    <= event_date
