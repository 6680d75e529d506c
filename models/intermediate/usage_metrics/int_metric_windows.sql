with metric_days as (
    select * from {{ ref('product_retention', 'int_metric_days') }}
),

alert_conditions as (
    select * from {{ ref('product_retention', 'alert_conditions') }}
),

health_weights as (
    select * from {{ ref('product_retention', 'health_weights') }}
),

asked as (
    select
        metric,
        window_days
    from alert_conditions
    where metric <> 'health_score'
    union all
    select
        metric,
        window_days
    from health_weights
    {%- for metric in ['active_share', 'utilisation'] %}
    union all
    select
        '{{ metric }}' as metric,
        {{ diagnosis_days() }} as window_days
    {%- endfor %}
),

judged as (
    select
        window_days,
        {{ is_customer_metric('metric') }} as is_of_customer
    from asked
),

windows as (
    select
        window_days,
        is_of_customer
    from judged
    group by window_days, is_of_customer
),

source_days as (
    select
        false as is_of_customer,
        usage_date as source_day
    from {{ ref('product_retention', 'int_product_usage') }}
    group by usage_date
    union all
    select
        true as is_of_customer,
        signal_date as source_day
    from {{ ref('product_retention', 'int_account_signals') }}
    group by signal_date
),

paired as (
    select
        metric_days.metric_day,
        windows.window_days,
        windows.is_of_customer,
        source_days.source_day
    from metric_days
    cross join windows
    inner join source_days
        on
            windows.is_of_customer = source_days.is_of_customer
            and metric_days.metric_day > source_days.source_day
),

measured as (
    select
        *,
        {{ days_between('source_day', 'metric_day') }}
            as days_before
    from paired
)

-- A window, and the one before it; of tickets also the half year before it.
select
    metric_day,
    window_days,
    is_of_customer,

    days_before,

    source_day
from measured
where
    days_before <= 2 * window_days
    or (is_of_customer and days_before <= window_days + {{ ticket_norm_days() }})
