with benchmarks as (
    select * from {{ ref('product_retention', 'benchmarks') }}
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

measures as (
    select * from {{ ref('product_retention', 'int_retention_measures') }}
    where scope = 'company' and segment_type in ('(all)', 'segment')
),

growth as (
    select * from {{ ref('product_retention', 'arr_growth_company_monthly') }}
),

studies as (
    select * from {{ ref('product_retention', 'signals_studies') }}
    where is_chosen
),

last_month as (
    select max(arr_month) as arr_month
    from months
),

-- The company's own figure: the same metric, over the same window, of the same part.
measured as (
    select
        benchmarks.benchmark_id,
        measures.arr_month,
        case benchmarks.metric
            when 'nrr' then measures.nrr
            when 'grr' then measures.grr
            when 'logo_churn' then 1 - measures.logo_retention
            when 'contraction_rate' then measures.contraction_rate
        end as actual,
        cast(null as {{ rate_type() }}) as actual_low,
        cast(null as {{ rate_type() }}) as actual_high
    from benchmarks
    inner join measures
        on
            benchmarks.window_months = measures.window_months
            and benchmarks.scope = measures.segment_value
    union all
    select
        benchmarks.benchmark_id,
        growth.arr_month,
        case benchmarks.metric
            when 'expansion_share' then growth.expansion_share
            when 'existing_share' then growth.existing_share
        end as actual,
        cast(null as {{ rate_type() }}) as actual_low,
        cast(null as {{ rate_type() }}) as actual_high
    from benchmarks
    inner join growth
        on benchmarks.window_months = growth.window_months
    where benchmarks.scope = '(all)'
    union all
    -- A study of the same name tests the claim on all months, and speaks for the last.
    select
        benchmarks.benchmark_id,
        last_month.arr_month,
        studies.risk_ratio as actual,
        studies.ci_low as actual_low,
        studies.ci_high as actual_high
    from benchmarks
    inner join studies
        on benchmarks.benchmark_id = studies.study
    cross join last_month
    where benchmarks.metric = 'risk_ratio'
),

listed as (
    select
        months.arr_month,
        benchmarks.*,
        measured.actual,
        coalesce(measured.actual_low, measured.actual) as actual_low,
        coalesce(measured.actual_high, measured.actual) as actual_high
    from months
    cross join benchmarks
    left join measured
        on
            benchmarks.benchmark_id = measured.benchmark_id
            and months.arr_month = measured.arr_month
            and benchmarks.comparison <> 'never'
            and measured.actual is not null
)

select
    arr_month,
    benchmark_id,

    metric,
    window_months,
    scope,
    claim,
    claimed_by,
    claimed_for,
    band,
    comparison,
    remark,

    cast(low as {{ rate_type() }}) as low,
    cast(high as {{ rate_type() }}) as high,
    actual,
    actual_low,
    actual_high,
    case
        when actual is null or coalesce(low, high) is null then null
        when actual_high < low - 1e-9 then 'below'
        when actual_low > high + 1e-9 then 'above'
        else 'within'
    end as claim_position
from listed
