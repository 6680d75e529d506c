with studies as (
    select * from {{ ref('product_retention', 'int_study_findings') }}
    where is_chosen and product_family = '(all)'
),

findings as (
    select * from {{ ref('product_retention', 'int_growth_findings') }}
    where is_chosen and study in ('early_expander', 'features_used')
),

healthy as (
    select
        cast(opening_arr as {{ rate_type() }}) as opening_arr,
        cast(closing_arr as {{ rate_type() }}) as closing_arr
    from {{ ref('product_retention', 'int_claim_customers') }}
    where health_score > {{ signal_threshold('claimed_health') }} + 1e-9
),

totals as (
    select
        count(*) as customers,
        {{ steady_sum('opening_arr') }} as opening_arr,
        {{ steady_sum('closing_arr') }} as closing_arr
    from healthy
),

deviations as (
    select
        healthy.opening_arr,
        {{ jackknife_deviation(
            'healthy.closing_arr', 'healthy.opening_arr', 'totals.closing_arr', 'totals.opening_arr'
        ) }} as deviation
    from healthy
    cross join totals
),

moments as (
    select
        {{ steady_sum('deviation') }} as deviations,
        {{ steady_sum('deviation * deviation') }} as squared_deviations,
        {{ steady_sum('opening_arr * opening_arr') }} as squared_bases
    from deviations
),

healthy_nrr as (
    select
        {{ safe_divide('totals.closing_arr', 'totals.opening_arr') }} as nrr,
        {{ jackknife_half_width(
            'totals.customers', 'moments.deviations', 'moments.squared_deviations',
            'totals.opening_arr', 'moments.squared_bases'
        ) }} as half_width
    from totals
    cross join moments
    where totals.customers >= {{ signal_threshold('min_side_customers') }}
)

select
    study as benchmark_id,

    'risk_ratio' as metric,
    {{ signal_threshold('follow_up_months') | int }} as window_months,
    risk_ratio as actual,
    ci_low as actual_low,
    ci_high as actual_high
from studies
where risk_ratio is not null
union all
select
    study as benchmark_id,

    'nrr_ratio' as metric,
    case study
        when 'early_expander' then {{ signal_threshold('follow_up_months') | int }} else 12
    end as window_months,
    nrr_ratio as actual,
    ci_low as actual_low,
    ci_high as actual_high
from findings
where nrr_ratio is not null
union all
select
    'health_above_90' as benchmark_id,

    'nrr' as metric,
    12 as window_months,
    nrr as actual,
    nrr - half_width as actual_low,
    nrr + half_width as actual_high
from healthy_nrr
