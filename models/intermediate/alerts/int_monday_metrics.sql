with metric_values as (
    select * from {{ ref('product_retention', 'int_metric_values') }}
),

health as (
    select * from {{ ref('product_retention', 'int_health_by_day') }}
),

-- A score has windows of its own, whatever a condition says.
metrics as (
    select
        metric,
        customer_id,
        product_id,
        window_days,
        metric_value,
        reported_days,
        metric_day
    from metric_values
    union all
    select
        'health_score' as metric,
        customer_id,
        product_id,
        cast(null as integer) as window_days,
        health_score as metric_value,
        cast(null as integer) as reported_days,
        metric_day
    from health
)

select
    metric,
    customer_id,
    product_id,

    cast(window_days as integer) as window_days,
    metric_value,
    cast(reported_days as integer) as reported_days,

    metric_day
from metrics
where
    metric_value is not null
    and {{ days_since_monday('metric_day') }} = 0
