-- Which customers moved the 12-month NRR of each product at the last month, and by how many points.
-- Compile it (dbt compile --select who_moved_product_nrr) and run what target/compiled holds.
with positions as (
    select * from {{ ref('int_retention_comparisons') }}
    where window_months = 12
),

reporting_window as (
    select * from {{ ref('int_reporting_window') }}
),

months as (
    select * from {{ ref('int_months') }}
),

products as (
    select * from {{ ref('retention_product_monthly') }}
    where window_months = 12
),

customers as (
    select * from {{ ref('dim_customers') }}
),

last_positions as (
    select
        positions.*,
        months.arr_month
    from positions
    inner join reporting_window
        on
            positions.month_index <= reporting_window.last_month_index
            and (
                positions.until_month_index is null
                or positions.until_month_index > reporting_window.last_month_index
            )
    inner join months
        on reporting_window.last_month_index = months.month_index
)

select
    last_positions.product_id,
    last_positions.customer_id,
    customers.customer_name,
    last_positions.opening_arr,
    last_positions.closing_arr,
    last_positions.closing_arr - last_positions.opening_arr as arr_change,
    {{ safe_divide('last_positions.closing_arr - last_positions.opening_arr', 'products.opening_arr') }}
        as nrr_points,
    products.nrr as product_nrr
from last_positions
inner join products
    on
        last_positions.product_id = products.product_id
        and last_positions.arr_month = products.arr_month
inner join customers
    on last_positions.customer_id = customers.customer_id
where last_positions.closing_arr <> last_positions.opening_arr
order by last_positions.product_id, last_positions.closing_arr - last_positions.opening_arr
