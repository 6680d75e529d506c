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
        products.lowest_nrr
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
)

select arr_month
from compared
where
    opening_arr <> bridge_opening_arr
    or closing_arr <> bridge_closing_arr
    or expansion_arr <> bridge_expansion_arr
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
        'expansion_share_12m': 'expansion_share',
        'existing_share_12m': 'existing_share',
        'quick_ratio_12m': 'quick_ratio',
        'expansion_hhi': 'scorecard_hhi',
        'worst_product_nrr': 'lowest_nrr',
        'worst_product_gap': 'year_nrr - lowest_nrr',
    }.items() %}
    or abs(coalesce({{ column }}, -9) - coalesce({{ source }}, -9)) > 1e-9
    {%- endfor %}
