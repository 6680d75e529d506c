with bridge as (
    select * from {{ ref('product_retention', 'arr_bridge_company_monthly') }}
),

retention as (
    select * from {{ ref('product_retention', 'int_headline_retention') }}
),

growth as (
    select * from {{ ref('product_retention', 'arr_growth_company_monthly') }}
    where window_months = 12
),

worst_products as (
    select * from {{ ref('product_retention', 'int_worst_products') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

signal_months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

concentrations as (
    select * from {{ ref('product_retention', 'int_expansion_concentration') }}
),

patterns as (
    select
        arr_month,
        max(case when pattern = 'masked_churn' then 1 else 0 end) as masked_churn,
        max(case when pattern = 'logos_kept_revenue_shrinks' then 1 else 0 end) as shrinking
    from {{ ref('product_retention', 'signals_patterns') }}
    where scope = 'company'
    group by arr_month
)

select
    bridge.arr_month,

    worst_products.product_id as worst_product_id,
    products.product_name as worst_product_name,
    retention.nrr_band,
    retention.grr_band,
    retention.contraction_level,

    bridge.opening_arr,
    bridge.closing_arr,
    cast(bridge.closing_arr - bridge.opening_arr as {{ money_total_type() }}) as closing_arr_change,
    bridge.expansion_arr,
    retention.nrr_1m,
    retention.grr_1m,
    retention.ndr_12m,
    retention.ndr_12m_change,
    retention.grr_12m,
    retention.grr_12m_change,
    retention.nrr_organic_12m,
    retention.logo_retention_1m,
    retention.logo_retention_12m,
    retention.contraction_rate_1m,
    growth.expansion_share as expansion_share_12m,
    growth.existing_share as existing_share_12m,
    growth.quick_ratio as quick_ratio_12m,
    concentrations.expansion_hhi,
    worst_products.nrr as worst_product_nrr,
    retention.ndr_12m - worst_products.nrr as worst_product_gap,

    case when signal_months.arr_month is not null then coalesce(patterns.masked_churn, 0) end = 1
        as has_masked_churn,
    case when signal_months.arr_month is not null then coalesce(patterns.shrinking, 0) end = 1
        as has_shrinking_revenue
from bridge
left join retention
    on bridge.arr_month = retention.arr_month
left join growth
    on bridge.arr_month = growth.arr_month
left join worst_products
    on bridge.arr_month = worst_products.arr_month
left join products
    on worst_products.product_id = products.product_id
left join signal_months
    on bridge.arr_month = signal_months.arr_month
left join concentrations
    on signal_months.month_index = concentrations.month_index
left join patterns
    on bridge.arr_month = patterns.arr_month
