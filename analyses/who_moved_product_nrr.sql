-- Which customers moved the 12-month NRR of each product at the last month, and by how many points.
-- Compile it (dbt compile --select who_moved_product_nrr) and run what target/compiled holds.
with comparisons as (
    select * from {{ ref('product_retention', 'int_retention_comparisons') }}
    where scope = 'product' and window_months = 12
),

months as (
    select * from {{ ref('product_retention', 'dim_months') }}
    where is_latest_month
),

products as (
    select * from {{ ref('product_retention', 'retention_product_monthly') }}
    where window_months = 12
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

changes as (
    select
        months.arr_month,
        comparisons.item as product_id,
        comparisons.customer_id,
        sum(comparisons.weight * comparisons.opening_arr) as opening_arr,
        sum(comparisons.weight * comparisons.closing_arr) as closing_arr
    from comparisons
    inner join months
        on
            comparisons.from_month <= {{ month_index('months.arr_month') }}
            and comparisons.to_month > {{ month_index('months.arr_month') }}
    group by months.arr_month, comparisons.item, comparisons.customer_id
)

select
    changes.product_id,
    changes.customer_id,
    customers.customer_name,
    changes.opening_arr,
    changes.closing_arr,
    changes.closing_arr - changes.opening_arr as arr_change,
    {{ safe_divide('changes.closing_arr - changes.opening_arr', 'products.opening_arr') }}
        as nrr_points,
    products.nrr as product_nrr
from changes
inner join products
    on
        changes.product_id = products.product_id
        and changes.arr_month = products.arr_month
inner join customers
    on changes.customer_id = customers.customer_id
where changes.closing_arr <> changes.opening_arr
order by changes.product_id, changes.closing_arr - changes.opening_arr
