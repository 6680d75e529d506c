with benchmarks as (
    select * from {{ ref('product_retention', 'benchmarks') }}
),

months as (
    select
        arr_month,
        max(arr_month) over () as last_month
    from {{ ref('product_retention', 'int_signal_months') }}
),

measures as (
    select * from {{ ref('product_retention', 'int_retention_measures') }}
    where scope = 'company' and segment_type in ('(all)', 'segment')
),

growth as (
    select * from {{ ref('product_retention', 'arr_growth_company_monthly') }}
),

expansion_times as (
    select * from {{ ref('product_retention', 'time_to_first_expansion') }}
    where scope_type <> 'start_year' and segment_type in ('(all)', 'segment')
),

tested as (
    select * from {{ ref('product_retention', 'int_tested_claims') }}
),

-- The company's own figure: the same metric, over the same window, of the same part.
measured as (
    select
        months.arr_month,
        benchmarks.*,
        case benchmarks.metric
            when 'nrr' then coalesce(measures.nrr, tested.actual)
            when 'grr' then measures.grr
            when 'logo_churn' then 1 - measures.logo_retention
            when 'contraction_rate' then measures.contraction_rate
            when 'expansion_share' then growth.expansion_share
            when 'existing_share' then growth.existing_share
            when 'first_expansion_median_days' then expansion_times.median_days
            when 'later_expansion_share' then expansion_times.later_share
            else tested.actual
        end as actual,
        case benchmarks.metric
            when 'first_expansion_median_days' then expansion_times.median_days_low
            else tested.actual_low
        end as actual_low,
        case benchmarks.metric
            when 'first_expansion_median_days' then expansion_times.median_days_high
            else tested.actual_high
        end as actual_high
    from months
    cross join benchmarks
    left join measures
        on
            months.arr_month = measures.arr_month
            and benchmarks.window_months = measures.window_months
            and benchmarks.scope = measures.segment_value
            and benchmarks.comparison <> 'never'
    left join growth
        on
            months.arr_month = growth.arr_month
            and benchmarks.window_months = growth.window_months
            and benchmarks.scope = '(all)'
            and benchmarks.comparison <> 'never'
    left join expansion_times
        on
            months.arr_month = months.last_month
            and benchmarks.scope = expansion_times.segment_value
            and benchmarks.comparison <> 'never'
    left join tested
        on
            months.arr_month = months.last_month
            and benchmarks.benchmark_id = tested.benchmark_id
            and benchmarks.metric = tested.metric
            and benchmarks.window_months = tested.window_months
            and benchmarks.comparison <> 'never'
),

-- A median that has a lower limit alone may be any later one.
limited as (
    select
        *,
        case
            when coalesce(actual_low, actual_high) is null then actual else actual_low
        end as lowest,
        case
            when coalesce(actual_low, actual_high) is null then actual else actual_high
        end as highest
    from measured
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
    lowest as actual_low,
    highest as actual_high,
    case
        when actual is null or coalesce(low, high) is null then null
        when highest < low - 1e-9 then 'below'
        when lowest > high + 1e-9 then 'above'
        else 'within'
    end as claim_position
from limited
