-- What the ARR of today's customers comes to over five years if NRR stays what it is, and if it
-- were five points lower or higher. No new customer is counted.
-- Compile it (dbt compile --select what_nrr_compounds_to) and run what target/compiled holds.
with retention as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
    where window_months = 12
),

bridge as (
    select * from {{ ref('product_retention', 'arr_bridge_company_monthly') }}
),

months as (
    select * from {{ ref('product_retention', 'dim_months') }}
    where is_latest_month
),

years as (
    {%- for year in range(1, 6) %}
    select {{ year }} as years_ahead
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    years.years_ahead,
    bridge.closing_arr,
    retention.nrr,
    round(bridge.closing_arr * power(retention.nrr - 0.05, years.years_ahead), 0)
        as arr_5_points_less,
    round(bridge.closing_arr * power(retention.nrr, years.years_ahead), 0) as arr,
    round(bridge.closing_arr * power(retention.nrr + 0.05, years.years_ahead), 0)
        as arr_5_points_more
from months
inner join retention
    on months.arr_month = retention.arr_month
inner join bridge
    on months.arr_month = bridge.arr_month
cross join years
order by years.years_ahead asc
