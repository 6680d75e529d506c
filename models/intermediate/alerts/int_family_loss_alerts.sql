{%- set family = ['customer_id', 'product_family'] -%}

with rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
    where is_on and rule_id = 'non_primary_cancelled'
),

secondary_families as (
    select product_family
    from {{ ref('product_retention', 'int_signal_products') }}
    where is_secondary
    group by product_family
),

family_days as (
    select * from {{ ref('product_retention', 'int_family_arr_days') }}
),

customer_days as (
    select * from {{ ref('product_retention', 'int_customer_arr_days') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
    where not is_pending and arr > 0
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

losses as (
    select
        family_days.customer_id,
        family_days.product_family,
        family_days.from_day,
        family_days.until_day,
        family_days.opening_arr,
        customer_days.arr as customer_arr
    from family_days
    inner join secondary_families
        on family_days.product_family = secondary_families.product_family
    inner join customer_days
        on
            family_days.customer_id = customer_days.customer_id
            and family_days.from_day = customer_days.from_day
    where
        family_days.opening_arr > 0
        and family_days.arr = 0
        and customer_days.arr > 0
),

customers_gone as (
    select
        customer_id,
        max(from_day) as left_on
    from customer_days
    where arr = 0 and next_day_with_arr is null
    group by customer_id
),

last_licenses as (
    select
        losses.customer_id,
        losses.product_family,
        losses.from_day,
        licenses.renewal_status,
        row_number() over (
            partition by losses.customer_id, losses.product_family, losses.from_day
            order by
                licenses.ends_before desc nulls last,
                licenses.arr desc,
                licenses.license_id asc
        ) as place
    from losses
    inner join products
        on losses.product_family = products.product_family
    inner join licenses
        on
            losses.customer_id = licenses.customer_id
            and products.product_id = licenses.product_id
            and losses.from_day > licenses.starts_on
)

select
    rules.rule_id,
    losses.customer_id,
    losses.product_family,
    case
        when last_licenses.renewal_status = 'lost' then rules.severity
        when rules.severity = 'high' then 'medium'
        else 'low'
    end as severity,

    losses.customer_arr as arr_at_stake,
    cast(losses.opening_arr as {{ rate_type() }}) as evidence_value,

    losses.from_day as event_date,
    case
        when
            {{ days_between('losses.from_day', 'losses.until_day') }}
            <= {{ signal_threshold('return_days') }}
            then losses.until_day
        else customers_gone.left_on
    end as resolved_on
from losses
cross join rules
left join last_licenses
    on
        losses.customer_id = last_licenses.customer_id
        and losses.product_family = last_licenses.product_family
        and losses.from_day = last_licenses.from_day
        and last_licenses.place = 1
left join customers_gone
    on losses.customer_id = customers_gone.customer_id
