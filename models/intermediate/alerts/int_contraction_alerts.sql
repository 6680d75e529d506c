with contractions as (
    select * from {{ ref('product_retention', 'int_contractions') }}
),

levels as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

revaluations as (
    select * from {{ ref('product_retention', 'int_contraction_revaluations') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

-- Later months in which something changes: ARR, or what exchange rates make of the ARR before.
possible_months as (
    select
        contractions.customer_id,
        contractions.month_index,
        levels.from_month as later_month_index
    from contractions
    inner join levels
        on
            contractions.customer_id = levels.customer_id
            and contractions.month_index < levels.from_month
    union all
    select
        customer_id,
        month_index,
        later_month_index
    from revaluations
),

later_months as (
    select
        customer_id,
        month_index,
        later_month_index
    from possible_months
    group by customer_id, month_index, later_month_index
),

-- Both ends at the exchange rates of the later month.
watched as (
    select
        contractions.rule_id,
        contractions.customer_id,
        contractions.month_index,
        contractions.threshold,
        later_months.later_month_index,
        contractions.opening_arr + coalesce(revaluations.fx_arr, 0) as revalued_arr,
        levels.arr,
        levels.arr = 0 and levels.to_month > reporting_window.last_month_index as has_left
    from contractions
    cross join reporting_window
    inner join later_months
        on
            contractions.customer_id = later_months.customer_id
            and contractions.month_index = later_months.month_index
    inner join months
        on later_months.later_month_index = months.month_index
    inner join levels
        on
            later_months.customer_id = levels.customer_id
            and later_months.later_month_index >= levels.from_month
            and later_months.later_month_index < levels.to_month
    left join revaluations
        on
            later_months.customer_id = revaluations.customer_id
            and later_months.month_index = revaluations.month_index
            and later_months.later_month_index = revaluations.later_month_index
),

ends as (
    select
        rule_id,
        customer_id,
        month_index,
        min(later_month_index) as ended_month_index
    from watched
    where revalued_arr - arr < threshold * revalued_arr or has_left
    group by rule_id, customer_id, month_index
)

select
    contractions.rule_id,
    contractions.customer_id,
    contractions.severity,

    {{ to_money('contractions.arr') }} as arr_at_stake,
    {{ safe_divide('contractions.revalued_arr - contractions.arr', 'contractions.revalued_arr') }}
        as evidence_value,
    cast(contractions.threshold as {{ rate_type() }}) as threshold,

    {{ add_days(month_start('contractions.month_index + 1'), -1) }} as event_date,
    case
        when ends.ended_month_index is not null
            then {{ add_days(month_start('ends.ended_month_index + 1'), -1) }}
    end as resolved_on
from contractions
left join ends
    on
        contractions.rule_id = ends.rule_id
        and contractions.customer_id = ends.customer_id
        and contractions.month_index = ends.month_index
