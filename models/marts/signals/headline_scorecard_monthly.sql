with bridge as (
    select * from {{ ref('product_retention', 'arr_bridge_company_monthly') }}
),

retention as (
    select * from {{ ref('product_retention', 'int_headline_retention') }}
),

-- Growth adds up what there is; only twelve whole months count here.
growth as (
    select growth.*
    from {{ ref('product_retention', 'arr_growth_company_monthly') }} as growth
    inner join {{ ref('product_retention', 'int_reporting_window') }} as reporting_window
        on {{ month_index('growth.arr_month') }} - 12 >= reporting_window.first_month_index
    where growth.window_months = 12
),

worst_products as (
    select * from {{ ref('product_retention', 'int_worst_products') }}
),

signals as (
    select * from {{ ref('product_retention', 'int_headline_signals') }}
),

alerts as (
    select
        sum(case when severity = 'high' then 1 else 0 end) as open_high_alerts,
        sum(case when severity = 'medium' then 1 else 0 end) as open_medium_alerts,
        sum(case when severity = 'low' then 1 else 0 end) as open_low_alerts
    from {{ ref('product_retention', 'signals_alerts') }}
    where status = 'open'
),

renewals as (
    select
        count(*) as renewals_90d,
        coalesce(sum(arr), 0) as renewing_arr_90d,
        coalesce(sum(arr_at_risk), 0) as arr_at_risk_90d
    from {{ ref('product_retention', 'renewals_calendar') }}
    where days_to_renewal between 0 and 90
),

forecasts as (
    select * from {{ ref('product_retention', 'forecast_nrr_quarterly') }}
    where scope = 'company' and horizon_months = 12
),

last_month as (
    select max(arr_month) as arr_month
    from bridge
),

ahead as (
    select
        alerts.*,
        renewals.*,
        last_month.arr_month
    from last_month
    cross join alerts
    cross join renewals
)

select
    bridge.arr_month,

    worst_products.product_id as worst_product_id,
    worst_products.product_name as worst_product_name,
    retention.nrr_band,
    retention.grr_band,
    retention.contraction_level,

    bridge.opening_arr,
    bridge.closing_arr,
    cast(bridge.closing_arr - bridge.opening_arr as {{ money_total_type() }}) as closing_arr_change,
    bridge.expansion_arr,
    cast(ahead.renewing_arr_90d as {{ money_total_type() }}) as renewing_arr_90d,
    cast(ahead.arr_at_risk_90d as {{ money_total_type() }}) as arr_at_risk_90d,
    cast(ahead.renewals_90d as integer) as renewals_90d,
    {%- for severity in ['high', 'medium', 'low'] %}
    case
        when ahead.arr_month is not null
            then cast(coalesce(ahead.open_{{ severity }}_alerts, 0) as integer)
    end as open_{{ severity }}_alerts,
    {%- endfor %}
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
    signals.expansion_hhi,
    worst_products.nrr as worst_product_nrr,
    retention.ndr_12m - worst_products.nrr as worst_product_gap,
    forecasts.nrr as forecast_ndr_12m,
    forecasts.nrr_low as forecast_ndr_12m_low,
    forecasts.nrr_high as forecast_ndr_12m_high,

    signals.has_masked_churn,
    signals.has_shrinking_revenue
from bridge
left join retention
    on bridge.arr_month = retention.arr_month
left join growth
    on bridge.arr_month = growth.arr_month
left join worst_products
    on bridge.arr_month = worst_products.arr_month
left join signals
    on bridge.arr_month = signals.arr_month
left join ahead
    on bridge.arr_month = ahead.arr_month
left join forecasts
    on bridge.arr_month = forecasts.origin_month
