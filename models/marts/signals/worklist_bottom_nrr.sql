with last_month as (
    select
        max(arr_month) as arr_month,
        {{ add_months('max(arr_month)', -12) }} as base_month
    from {{ ref('product_retention', 'dim_months') }}
),

measured as (
    select retention.*
    from {{ ref('product_retention', 'retention_customer_monthly') }} as retention
    inner join last_month
        on retention.arr_month = last_month.arr_month
    where retention.window_months = 12 and retention.opening_arr > 0
),

ranked as (
    select
        *,
        row_number() over (
            order by nrr asc, opening_arr - closing_arr desc, {{ byte_order('customer_id') }} asc
        ) as nrr_rank,
        count(*) over () as customers
    from measured
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

shortfalls as (
    select * from {{ ref('product_retention', 'int_customer_shortfalls') }}
),

movements as (
    select
        movements.*,
        row_number() over (
            partition by movements.customer_id
            order by
                case when movements.lost_reason is not null then movements.arr_change end asc
                nulls last,
                {{ byte_order('movements.product_id') }} asc
        ) as loss_rank
    from {{ ref('product_retention', 'fct_arr_movements') }} as movements
    inner join last_month
        on
            movements.arr_month > last_month.base_month
            and movements.arr_month <= last_month.arr_month
),

-- The reason is that of the largest loss for which one is given.
causes as (
    select
        customer_id,
        sum(price_arr) as price_arr,
        max(case when loss_rank = 1 then lost_reason end) as lost_reason
    from movements
    group by customer_id
),

-- The share of its seats that the customer used when the window opened, where that is lowest.
usage as (
    select
        metrics.customer_id,
        min(metrics.metric_value) as lowest_active_share
    from {{ ref('product_retention', 'int_metric_values') }} as metrics
    inner join last_month
        on metrics.metric_day = {{ add_days(add_months('last_month.base_month', 1), -1) }}
    where metrics.metric = 'active_share' and metrics.window_days = 28
    group by metrics.customer_id
),

warned as (
    select
        alerts.customer_id,
        count(*) as risk_alerts
    from {{ ref('product_retention', 'signals_alerts') }} as alerts
    inner join last_month
        on alerts.event_date < {{ add_months('last_month.arr_month', 1) }}
    where alerts.kind = 'risk'
    group by alerts.customer_id
)

select
    cast(ranked.nrr_rank as integer) as nrr_rank,

    ranked.customer_id,
    ranked.customer_name,
    customers.segment,
    customers.owner,
    shortfalls.product_names,
    causes.lost_reason,
    ranked.arr_month,

    ranked.opening_arr,
    ranked.closing_arr,
    cast(ranked.opening_arr - ranked.closing_arr as {{ money_total_type() }}) as lost_arr,
    cast(coalesce(causes.price_arr, 0) as {{ money_total_type() }}) as price_arr,
    coalesce(shortfalls.products_lost, 0) as products_lost,
    coalesce(shortfalls.products_cut, 0) as products_cut,
    cast(coalesce(warned.risk_alerts, 0) as integer) as risk_alerts,
    ranked.nrr,
    usage.lowest_active_share,

    ranked.is_churned
from ranked
inner join customers
    on ranked.customer_id = customers.customer_id
left join shortfalls
    on ranked.customer_id = shortfalls.customer_id
left join causes
    on ranked.customer_id = causes.customer_id
left join usage
    on ranked.customer_id = usage.customer_id
left join warned
    on ranked.customer_id = warned.customer_id
where
    -- The tenth is rounded up.
    ranked.nrr_rank * 10 < ranked.customers + 10
    and ranked.nrr < 1 - 1e-9
