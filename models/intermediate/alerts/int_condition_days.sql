with rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
    where is_on and trigger_type = 'usage'
),

all_conditions as (
    select * from {{ ref('product_retention', 'alert_conditions') }}
),

metric_values as (
    select * from {{ ref('product_retention', 'int_monday_metrics') }}
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

signal_products as (
    select * from {{ ref('product_retention', 'int_signal_products') }}
),

product_days as (
    select * from {{ ref('product_retention', 'int_product_arr_days') }}
),

customer_days as (
    select * from {{ ref('product_retention', 'int_customer_arr_days') }}
),

conditions as (
    select
        all_conditions.*,
        rules.scope
    from all_conditions
    inner join rules
        on all_conditions.rule_id = rules.rule_id
),

measured as (
    select
        conditions.*,
        metric_values.customer_id,
        metric_values.product_id,
        metric_values.metric_day,
        metric_values.metric_value,
        metric_values.reported_days,
        cast(conditions.threshold as {{ rate_type() }}) as limit_value
    from conditions
    inner join metric_values
        on
            conditions.metric = metric_values.metric
            and conditions.window_days
            = coalesce(metric_values.window_days, conditions.window_days)
            and conditions.min_days_reported
            <= coalesce(metric_values.reported_days, conditions.min_days_reported)
),

-- A condition of a customer names no product.
met as (
    select
        measured.*,
        coalesce(product_days.arr, customer_days.arr) as arr
    from measured
    left join products
        on measured.product_id = products.product_id
    left join signal_products
        on measured.product_id = signal_products.product_id
    left join product_days
        on
            measured.customer_id = product_days.customer_id
            and measured.product_id = product_days.product_id
            and measured.metric_day >= product_days.from_day
            and (product_days.until_day is null or measured.metric_day < product_days.until_day)
    left join customer_days
        on
            measured.product_id is null
            and measured.customer_id = customer_days.customer_id
            and measured.metric_day >= customer_days.from_day
            and (customer_days.until_day is null or measured.metric_day < customer_days.until_day)
    where
        (
            measured.product_id is null
            or measured.product in ('*', measured.product_id, 'family:' || products.product_family)
            or (measured.product = 'role:secondary' and signal_products.is_secondary)
        )
        and case measured.operator
            when '>=' then measured.metric_value >= measured.limit_value - 1e-9
            when '>' then measured.metric_value > measured.limit_value + 1e-9
            when '<=' then measured.metric_value <= measured.limit_value + 1e-9
            when '<' then measured.metric_value < measured.limit_value - 1e-9
        end
)

select
    rule_id,
    condition_no,
    scope,
    operator,
    customer_id,
    product_id,

    limit_value as threshold,
    metric_value,
    reported_days,
    arr,

    metric_day as monday
from met
where arr > coalesce(min_arr, 0)
