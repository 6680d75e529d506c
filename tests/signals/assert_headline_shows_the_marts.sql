-- Every figure of the headline is one of the marts.
with headline as (
    select * from {{ ref('product_retention', 'headline_scorecard_monthly') }}
),

retention as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
),

products as (
    select
        arr_month,
        min(nrr_with_migration) as lowest_nrr
    from {{ ref('product_retention', 'retention_product_monthly') }}
    where window_months = 12 and not is_small_base and product_id <> '(unassigned)'
    group by arr_month
),

scorecard as (
    select
        arr_month,
        max(expansion_hhi) as expansion_hhi
    from {{ ref('product_retention', 'signals_product_scorecard') }}
    group by arr_month
),

alerts as (
    select
        sum(case when severity = 'high' then 1 else 0 end) as high_alerts,
        sum(case when severity = 'medium' then 1 else 0 end) as medium_alerts,
        sum(case when severity = 'low' then 1 else 0 end) as low_alerts
    from {{ ref('product_retention', 'signals_alerts') }}
    where status = 'open'
),

renewals as (
    select
        count(*) as renewals,
        sum(arr) as renewing_arr,
        sum(arr_at_risk) as arr_at_risk
    from {{ ref('product_retention', 'renewals_calendar') }}
    where days_to_renewal >= 0 and days_to_renewal <= 90
),

compared as (
    select
        headline.*,
        bridge.opening_arr as bridge_opening_arr,
        bridge.closing_arr as bridge_closing_arr,
        bridge.expansion_arr as bridge_expansion_arr,
        month_rates.nrr as month_nrr,
        month_rates.grr as month_grr,
        month_rates.logo_retention as month_logo_retention,
        month_rates.contraction_rate as month_contraction_rate,
        year_rates.nrr as year_nrr,
        year_rates.grr as year_grr,
        year_rates.nrr_organic as year_nrr_organic,
        year_rates.logo_retention as year_logo_retention,
        earlier.nrr as earlier_nrr,
        earlier.grr as earlier_grr,
        growth.expansion_share,
        growth.existing_share,
        growth.quick_ratio,
        scorecard.expansion_hhi as scorecard_hhi,
        products.lowest_nrr,
        alerts.high_alerts,
        alerts.medium_alerts,
        alerts.low_alerts,
        renewals.renewals,
        renewals.renewing_arr,
        renewals.arr_at_risk,
        forecasts.nrr as quarterly_nrr,
        forecasts.nrr_low as quarterly_low,
        forecasts.nrr_high as quarterly_high
    from headline
    inner join {{ ref('product_retention', 'arr_bridge_company_monthly') }} as bridge
        on headline.arr_month = bridge.arr_month
    left join retention as month_rates
        on headline.arr_month = month_rates.arr_month and month_rates.window_months = 1
    left join retention as year_rates
        on headline.arr_month = year_rates.arr_month and year_rates.window_months = 12
    left join retention as earlier
        on
            {{ add_months('headline.arr_month', -1) }} = earlier.arr_month
            and earlier.window_months = 12
    left join {{ ref('product_retention', 'arr_growth_company_monthly') }} as growth
        on headline.arr_month = growth.arr_month and growth.window_months = 12
    left join scorecard
        on headline.arr_month = scorecard.arr_month
    left join products
        on headline.arr_month = products.arr_month
    cross join alerts
    cross join renewals
    left join {{ ref('product_retention', 'forecast_nrr_quarterly') }} as forecasts
        on
            headline.arr_month = forecasts.origin_month
            and forecasts.scope = 'company'
            and forecasts.horizon_months = 12
)

select arr_month
from compared
where
    opening_arr <> bridge_opening_arr
    or closing_arr <> bridge_closing_arr
    or expansion_arr <> bridge_expansion_arr
    or open_high_alerts <> coalesce(high_alerts, 0)
    or open_medium_alerts <> coalesce(medium_alerts, 0)
    or open_low_alerts <> coalesce(low_alerts, 0)
    or renewals_90d <> renewals
    or renewing_arr_90d <> coalesce(renewing_arr, 0)
    or arr_at_risk_90d <> coalesce(arr_at_risk, 0)
    or (closing_arr_change <> closing_arr - opening_arr)
    {%- for column, source in {
        'nrr_1m': 'month_nrr',
        'grr_1m': 'month_grr',
        'logo_retention_1m': 'month_logo_retention',
        'contraction_rate_1m': 'month_contraction_rate',
        'ndr_12m': 'year_nrr',
        'grr_12m': 'year_grr',
        'nrr_organic_12m': 'year_nrr_organic',
        'logo_retention_12m': 'year_logo_retention',
        'ndr_12m_change': 'year_nrr - earlier_nrr',
        'grr_12m_change': 'year_grr - earlier_grr',
        'expansion_share_12m': 'case when year_nrr is not null then expansion_share end',
        'existing_share_12m': 'case when year_nrr is not null then existing_share end',
        'quick_ratio_12m': 'case when year_nrr is not null then quick_ratio end',
        'expansion_hhi': 'scorecard_hhi',
        'worst_product_nrr': 'lowest_nrr',
        'worst_product_gap': 'year_nrr - lowest_nrr',
        'forecast_ndr_12m': 'quarterly_nrr',
        'forecast_ndr_12m_low': 'quarterly_low',
        'forecast_ndr_12m_high': 'quarterly_high',
    }.items() %}
    or abs(coalesce({{ column }}, -9) - coalesce({{ source }}, -9)) > 1e-9
    {%- endfor %}
