with pairs as (
    select * from {{ ref('product_retention', 'int_signal_pairs') }}
    where is_base
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

metric_days as (
    select * from {{ ref('product_retention', 'int_metric_days') }}
),

scores as (
    select * from {{ ref('product_retention', 'int_health_by_day') }}
),

source_scores as (
    select * from {{ ref('product_retention', 'int_source_health') }}
)

-- Each pair once: those of twelve months before the last month.
select
    metric_days.metric_day,
    pairs.customer_id,
    pairs.product_id,

    pairs.opening_arr,
    pairs.closing_arr,
    scores.health_score,
    source_scores.source_health_score,

    not pairs.is_family_kept as is_lost
from pairs
inner join reporting_window
    on pairs.month_index = reporting_window.last_month_index
inner join metric_days
    on pairs.month_index - 12 = metric_days.month_index
left join scores
    on
        metric_days.metric_day = scores.metric_day
        and pairs.customer_id = scores.customer_id
        and pairs.product_id = scores.product_id
left join source_scores
    on
        metric_days.metric_day = source_scores.metric_day
        and pairs.customer_id = source_scores.customer_id
