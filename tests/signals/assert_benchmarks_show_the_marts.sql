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

expansion_times as (
    select * from {{ ref('product_retention', 'time_to_first_expansion') }}
    where scope_type <> 'start_year' and segment_type in ('(all)', 'segment')
),

{%- set uses_many = 'feature_share > ' ~ signal_threshold('many_features') ~ ' + 1e-9' %}
{%- set is_healthy = 'health_score > ' ~ signal_threshold('claimed_health') ~ ' + 1e-9' %}

-- Customers of the claims about use and health, and what became of their ARR.
groups as (
    select
        {%- for group, condition in {
            'many': uses_many, 'few': 'not (' ~ uses_many ~ ')', 'healthy': is_healthy,
        }.items() %}
        sum(case when {{ condition }} then 1 else 0 end) as {{ group }}_customers,
        {{ safe_divide(
            'sum(case when ' ~ condition ~ ' then closing_arr end)',
            'sum(case when ' ~ condition ~ ' then opening_arr end)'
        ) }} as {{ group }}_nrr,
        {%- endfor %}
        count(*) as customers
    from {{ ref('product_retention', 'int_claim_customers') }}
),

tested as (
    select
        'features_used' as benchmark_id,
        many_nrr / nullif(few_nrr, 0) as actual
    from groups
    where least(many_customers, few_customers) >= {{ signal_threshold('min_side_customers') }}
    union all
    select
        'health_above_90' as benchmark_id,
        healthy_nrr as actual
    from groups
    where healthy_customers >= {{ signal_threshold('min_side_customers') }}
),

last_month as (
    select max(arr_month) as arr_month
    from comparison
),

expected as (
    select
        comparison.arr_month,
        comparison.benchmark_id,
        case comparison.metric
            when 'nrr' then coalesce(retention.nrr, tested.actual)
            when 'grr' then retention.grr
            when 'logo_churn' then 1 - retention.logo_retention
            when 'contraction_rate' then retention.contraction_rate
            when 'expansion_share' then growth.expansion_share
            when 'existing_share' then growth.existing_share
            when 'risk_ratio' then studies.risk_ratio
            when 'nrr_ratio' then coalesce(studies.nrr_ratio, tested.actual)
            when 'first_expansion_median_days' then expansion_times.median_days
            when 'later_expansion_share' then expansion_times.later_share
        end as actual,
        case
            when comparison.metric = 'first_expansion_median_days'
                then expansion_times.median_days_low
            -- That the limits lie around the figure, the rules of the mart test.
            when tested.actual is not null then comparison.actual_low
            else studies.ci_low
        end as ci_low,
        case
            when comparison.metric = 'first_expansion_median_days'
                then expansion_times.median_days_high
            when tested.actual is not null then comparison.actual_high
            else studies.ci_high
        end as ci_high
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
    left join tested
        on comparison.benchmark_id = tested.benchmark_id
    left join expansion_times
        on comparison.scope = expansion_times.segment_value
    where comparison.actual is not null
)

select
    comparison.arr_month,
    comparison.benchmark_id
from comparison
cross join last_month
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
    -- What looks at all months up to now stands in the last one alone.
    or (
        comparison.actual is not null
        and comparison.arr_month < last_month.arr_month
        and (
            comparison.comparison = 'study' or comparison.metric = 'first_expansion_median_days'
        )
    )
