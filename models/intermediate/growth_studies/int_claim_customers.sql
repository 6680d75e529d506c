with pairs as (
    select * from {{ ref('product_retention', 'int_signal_pairs') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

metric_days as (
    select * from {{ ref('product_retention', 'int_metric_days') }}
),

usage_windows as (
    select * from {{ ref('product_retention', 'int_filled_usage_windows') }}
    where window_days = {{ diagnosis_days() }} and features_available > 0
),

health as (
    select * from {{ ref('product_retention', 'int_customer_health') }}
),

customers as (
    select
        reporting_window.last_month_index - 12 as opening_month_index,
        pairs.customer_id,
        sum(pairs.opening_arr) as opening_arr,
        sum(pairs.closing_arr) as closing_arr
    from pairs
    inner join reporting_window
        on pairs.month_index = reporting_window.last_month_index
    group by reporting_window.last_month_index, pairs.customer_id
    having sum(case when pairs.is_base then 1 else 0 end) > 0
),

-- Of all products that tell of their features together.
features as (
    select
        metric_days.month_index,
        usage_windows.customer_id,
        {{ safe_divide(
            'sum(usage_windows.features_used)', 'sum(usage_windows.features_available)'
        ) }} as feature_share
    from usage_windows
    inner join metric_days
        on usage_windows.metric_day = metric_days.metric_day
    where metric_days.month_index is not null and usage_windows.features_used is not null
    group by metric_days.month_index, usage_windows.customer_id
)

select
    customers.customer_id,

    cast(customers.opening_arr as {{ money_total_type() }}) as opening_arr,
    cast(customers.closing_arr as {{ money_total_type() }}) as closing_arr,
    features.feature_share,
    health.health_score
from customers
left join features
    on
        customers.customer_id = features.customer_id
        and customers.opening_month_index = features.month_index
left join health
    on
        customers.customer_id = health.customer_id
        and customers.opening_month_index = health.month_index
where customers.opening_arr > 0
