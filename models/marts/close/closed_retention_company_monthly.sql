{{ config(enabled=keeps_records()) }}
with retention as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
),

closable_months as (
    select * from {{ ref('product_retention', 'int_closable_months') }}
)

select
    retention.arr_month,
    retention.window_months,

    retention.opening_arr,
    retention.expansion_arr,
    retention.contraction_arr,
    retention.churned_arr,
    retention.closing_arr,
    retention.price_arr,
    retention.fx_arr,
    retention.opening_customers,
    retention.churned_customers,

    retention.nrr,
    retention.grr,
    retention.nrr_organic,
    retention.expansion_rate,
    retention.contraction_rate,
    retention.churn_rate,
    retention.logo_retention,

    retention.is_small_base,

    closable_months.as_of_date,
    closable_months.loaded_at as closed_at
from retention
inner join closable_months
    on retention.arr_month = closable_months.arr_month
where retention.arr_month > {{ last_closed_month() }}
