with months as (
    select
        *,
        {{ add_days(add_months('arr_month', 1), -1) }} as month_end,
        row_number() over (order by arr_month desc) as months_back
    from {{ ref('product_retention', 'int_months') }}
),

metrics as (
    select * from {{ ref('product_retention', 'int_metric_values') }}
    where metric = 'utilisation' and window_days = 28
),

spine as (
    select * from {{ ref('product_retention', 'fct_arr_monthly') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

-- Families in which the customer chose to buy more.
expanded as (
    select
        expansions.customer_id,
        products.product_family
    from {{ ref('product_retention', 'int_chosen_expansions') }} as expansions
    inner join products
        on expansions.product_id = products.product_id
    where expansions.months_ago < {{ signal_threshold('no_upsell_months') }}
    group by expansions.customer_id, products.product_family
),

used as (
    select
        metrics.customer_id,
        metrics.product_id,
        max(case when months.months_back = 1 then metrics.metric_value end) as utilisation,
        min(metrics.metric_value) as lowest_utilisation
    from metrics
    inner join months
        on metrics.metric_day = months.month_end
    where
        months.months_back <= {{ signal_threshold('full_months') }}
        and metrics.metric_value >= {{ signal_threshold('full_utilisation') }} - 1e-9
    group by metrics.customer_id, metrics.product_id
    having count(*) = {{ signal_threshold('full_months') }}
),

found as (
    select
        used.*,
        months.arr_month,
        spine.arr,
        products.product_name,
        products.product_family
    from used
    inner join spine
        on
            used.customer_id = spine.customer_id
            and used.product_id = spine.product_id
    inner join months
        on
            spine.arr_month = months.arr_month
            and months.months_back = 1
    inner join products
        on used.product_id = products.product_id
    left join expanded
        on
            used.customer_id = expanded.customer_id
            and products.product_family = expanded.product_family
    where expanded.customer_id is null and spine.arr > 0
)

select
    cast(
        row_number()
            over (
                order by
                    found.arr desc,
                    {{ byte_order('found.customer_id') }} asc,
                    {{ byte_order('found.product_id') }} asc
            )
        as integer
    ) as upsell_rank,

    found.customer_id,
    found.product_id,
    customers.customer_name,
    found.product_name,
    found.product_family,
    customers.owner,
    found.arr_month,

    found.arr,
    found.utilisation,
    found.lowest_utilisation
from found
inner join customers
    on found.customer_id = customers.customer_id
