-- A claim stands as the seed has it, beside the figure that the mart of its metric shows.
with comparison as (
    select * from {{ ref('product_retention', 'benchmark_comparison') }}
),

claims as (
    select * from {{ ref('product_retention', 'benchmarks') }}
),

retention as (
    select
        '(all)' as scope,
        arr_month,
        window_months,
        nrr,
        grr,
        logo_retention,
        contraction_rate
    from {{ ref('product_retention', 'retention_company_monthly') }}
    union all
    select
        segment_value as scope,
        arr_month,
        window_months,
        nrr,
        grr,
        logo_retention,
        contraction_rate
    from {{ ref('product_retention', 'retention_segment_monthly') }}
    where segment_type = 'segment'
),

growth as (
    select
        '(all)' as scope,
        *
    from {{ ref('product_retention', 'arr_growth_company_monthly') }}
),

studies as (
    select * from {{ ref('product_retention', 'signals_studies') }}
    where is_chosen and product_family = '(all)'
),

expected as (
    select
        comparison.arr_month,
        comparison.benchmark_id,
        case comparison.metric
            when 'nrr' then retention.nrr
            when 'grr' then retention.grr
            when 'logo_churn' then 1 - retention.logo_retention
            when 'contraction_rate' then retention.contraction_rate
            when 'expansion_share' then growth.expansion_share
            when 'existing_share' then growth.existing_share
            when 'risk_ratio' then studies.risk_ratio
        end as actual,
        studies.ci_low,
        studies.ci_high
    from comparison
    left join retention
        on
            comparison.scope = retention.scope
            and comparison.arr_month = retention.arr_month
            and comparison.window_months = retention.window_months
    left join growth
        on
            comparison.scope = growth.scope
            and comparison.arr_month = growth.arr_month
            and comparison.window_months = growth.window_months
    left join studies
        on comparison.benchmark_id = studies.study
    where comparison.actual is not null
)

select
    comparison.arr_month,
    comparison.benchmark_id
from comparison
left join claims
    on comparison.benchmark_id = claims.benchmark_id
left join expected
    on
        comparison.arr_month = expected.arr_month
        and comparison.benchmark_id = expected.benchmark_id
where
    claims.benchmark_id is null
    or coalesce(claims.window_months, 0) <> coalesce(comparison.window_months, 0)
    or abs(coalesce(claims.low, -1) - coalesce(comparison.low, -1)) > 1e-9
    or abs(coalesce(claims.high, -1) - coalesce(comparison.high, -1)) > 1e-9
    or (comparison.actual is not null and expected.actual is null)
    or abs(comparison.actual - expected.actual) > 1e-9
    or abs(comparison.actual_low - coalesce(expected.ci_low, expected.actual)) > 1e-9
    or abs(comparison.actual_high - coalesce(expected.ci_high, expected.actual)) > 1e-9
