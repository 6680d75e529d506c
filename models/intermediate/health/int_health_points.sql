with pairs as (
    select * from {{ ref('product_retention', 'int_metric_pairs') }}
),

weights as (
    select * from {{ ref('product_retention', 'int_health_weights') }}
),

metric_values as (
    select * from {{ ref('product_retention', 'int_metric_values') }}
),

measured_customers as (
    select
        metric_day,
        customer_id
    from metric_values
    group by metric_day, customer_id
),

-- A metric of a customer counts for each of its products.
valued as (
    select
        pairs.metric_day,
        pairs.customer_id,
        pairs.product_id,
        weights.product_level,
        weights.dimension,
        weights.metric,
        pairs.arr,
        weights.weight,
        weights.value_at_0,
        weights.value_at_100,
        coalesce(pair_values.metric_value, customer_values.metric_value) as metric_value
    from pairs
    inner join measured_customers
        on
            pairs.metric_day = measured_customers.metric_day
            and pairs.customer_id = measured_customers.customer_id
    inner join weights
        on pairs.product_id = weights.product_id
    left join metric_values as pair_values
        on
            weights.metric = pair_values.metric
            and weights.window_days = pair_values.window_days
            and pairs.metric_day = pair_values.metric_day
            and pairs.customer_id = pair_values.customer_id
            and pairs.product_id = pair_values.product_id
    left join metric_values as customer_values
        on
            weights.metric = customer_values.metric
            and weights.window_days = customer_values.window_days
            and pairs.metric_day = customer_values.metric_day
            and pairs.customer_id = customer_values.customer_id
            and customer_values.product_id is null
)

select
    metric_day,
    customer_id,
    product_id,
    product_level,
    dimension,
    metric,

    arr,
    weight,
    metric_value,
    {{ points('metric_value', 'value_at_0', 'value_at_100') }} as points
from valued
