with metric_days as (
    select * from {{ ref('product_retention', 'int_metric_days') }}
    where month_index is not null or is_as_of_date
),

signals as (
    select * from {{ ref('product_retention', 'int_account_signals') }}
    where health_score is not null
),

-- A score of the source holds until the next one.
intervals as (
    select
        customer_id,
        health_score,
        signal_date,
        lead(signal_date) over (partition by customer_id order by signal_date) as next_date
    from signals
)

select
    metric_days.metric_day,
    intervals.customer_id,

    cast(intervals.health_score as {{ rate_type() }}) as source_health_score,

    intervals.signal_date
from metric_days
inner join intervals
    on
        metric_days.metric_day >= intervals.signal_date
        and metric_days.metric_day < coalesce(intervals.next_date, cast('9999-12-31' as date))
