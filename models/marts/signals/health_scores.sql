{%- set dimensions = ['usage', 'engagement', 'tickets', 'stakeholders'] -%}
with days as (
    select * from {{ ref('product_retention', 'int_metric_days') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

pairs as (
    select * from {{ ref('product_retention', 'int_metric_pairs') }}
),

scores as (
    select * from {{ ref('product_retention', 'int_health_by_day') }}
),

source_scores as (
    select * from {{ ref('product_retention', 'int_source_health') }}
),

bands as (
    select * from {{ ref('product_retention', 'health_bands') }}
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

scored_days as (
    select
        days.metric_day,
        days.month_index is not null as is_month_end,
        days.is_as_of_date
    from days
    cross join reporting_window
    where
        days.is_as_of_date
        or days.month_index > reporting_window.last_month_index - {{ setting('signal_months') }}
),

scored as (
    select
        scored_days.is_month_end,
        scored_days.is_as_of_date,
        pairs.metric_day,
        pairs.customer_id,
        pairs.product_id,
        pairs.arr,
        scores.health_score,
        {%- for dimension in dimensions %}
        scores.{{ dimension }}_score,
        {%- endfor %}
        coalesce(scores.weight_covered, 0) as weight_covered,
        case when scores.health_score is not null then pairs.arr else 0 end as covered_arr,
        cast(pairs.arr as {{ rate_type() }}) * scores.health_score as weighted_score
    from scored_days
    inner join pairs
        on scored_days.metric_day = pairs.metric_day
    left join scores
        on
            pairs.metric_day = scores.metric_day
            and pairs.customer_id = scores.customer_id
            and pairs.product_id = scores.product_id
),

customer_scores as (
    select
        metric_day,
        customer_id,
        {{ safe_divide(steady_sum('weighted_score'), 'sum(covered_arr)') }}
            as customer_health_score,
        {{ safe_divide('sum(covered_arr)', 'sum(arr)') }} as covered_arr_share
    from scored
    group by metric_day, customer_id
)

select
    scored.metric_day as score_day,
    scored.customer_id,
    customers.customer_name,
    scored.product_id,
    products.product_name,
    bands.band as health_band,

    scored.arr,
    scored.health_score,
    {%- for dimension in dimensions %}
    scored.{{ dimension }}_score,
    {%- endfor %}
    scored.weight_covered,
    source_scores.source_health_score,
    customer_scores.customer_health_score,
    customer_scores.covered_arr_share,

    scored.is_month_end,
    scored.is_as_of_date
from scored
inner join customer_scores
    on
        scored.metric_day = customer_scores.metric_day
        and scored.customer_id = customer_scores.customer_id
left join source_scores
    on
        scored.metric_day = source_scores.metric_day
        and scored.customer_id = source_scores.customer_id
left join customers
    on scored.customer_id = customers.customer_id
left join products
    on scored.product_id = products.product_id
left join bands
    on {{ is_in_band('scored.health_score', 'bands') }}
