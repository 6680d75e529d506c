-- Any day of a month stands for the month.
with targets as (
    select
        target_id, scope, item, segment_type, segment_value, metric, window_months, owner,
        target_rate, points,
        cast({{ month_start(month_index('baseline_month')) }} as date) as baseline_month,
        cast({{ month_start(month_index('due_month')) }} as date) as due_month
    from {{ ref('product_retention', 'nrr_targets') }}
),

measures as (
    select * from {{ ref('product_retention', 'int_retention_measures') }}
),

bases as (
    select * from {{ ref('product_retention', 'int_target_bases') }}
),

last_month as (
    select max(arr_month) as arr_month
    from {{ ref('product_retention', 'int_months') }}
),

dated as (
    select
        targets.*,
        least(targets.due_month, last_month.arr_month) as actual_month,
        greatest(
            {{ month_index('targets.due_month') }} - {{ month_index('last_month.arr_month') }}, 0
        ) as months_left
    from targets
    cross join last_month
),

reported as (
    select
        dated.target_id,
        dated.baseline_month,
        dated.actual_month,
        measures.arr_month,
        case dated.metric
            when 'nrr' then measures.nrr
            when 'grr' then measures.grr
            when 'nrr_organic' then measures.nrr_organic
            when 'logo_retention' then measures.logo_retention
        end as reported_rate
    from dated
    inner join measures
        on
            dated.scope = measures.scope
            and dated.item = measures.item
            and dated.segment_type = measures.segment_type
            and dated.segment_value = measures.segment_value
            and dated.window_months = measures.window_months
    where measures.arr_month in (dated.baseline_month, dated.actual_month)
),

rates as (
    select
        target_id,
        max(case when arr_month = baseline_month then reported_rate end) as baseline,
        max(case when arr_month = actual_month then reported_rate end) as actual
    from reported
    group by target_id
),

figures as (
    select
        dated.*,
        rates.baseline,
        rates.actual,
        coalesce(
            cast(dated.target_rate as {{ rate_type() }}),
            rates.baseline + cast(dated.points as {{ rate_type() }})
        ) as goal,
        bases.base_arr,
        bases.current_arr
    from dated
    left join rates
        on dated.target_id = rates.target_id
    left join bases
        on dated.target_id = bases.target_id
)

select
    target_id,

    scope,
    item,
    segment_type,
    segment_value,
    metric,
    window_months,
    owner,
    baseline_month,
    due_month,
    actual_month,
    months_left,

    base_arr,
    current_arr,
    cast(
        round(base_arr * cast(goal as decimal(18, 9)), 2) - current_arr as {{ money_total_type() }}
    ) as needed_net_growth_arr,
    baseline,
    goal as target_rate,
    actual,
    actual - goal as gap_points,
    case when abs(goal - baseline) > 1e-9 then (actual - baseline) / (goal - baseline) end
        as attainment,

    actual >= goal - 1e-9 as is_reached
from figures
