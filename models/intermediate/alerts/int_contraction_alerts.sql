with rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
    where is_on and trigger_type = 'movement'
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

-- What movements have made of the ARR, without the effect of exchange rates.
levels as (
    select
        customer_changes.customer_id,
        customer_changes.from_month,
        customer_changes.opening_arr,
        customer_changes.opening_arr + customer_changes.fx_arr as revalued_arr,
        customer_changes.arr,
        customer_changes.arr = 0
        and customer_changes.to_month > reporting_window.last_month_index as has_left,
        sum(customer_changes.arr_change - customer_changes.fx_arr) over (
            partition by customer_changes.customer_id
            order by customer_changes.from_month
            rows between unbounded preceding and current row
        ) as moved_arr
    from customer_changes
    cross join reporting_window
    inner join months
        on customer_changes.from_month = months.month_index
),

falls as (
    select
        rules.rule_id,
        rules.severity,
        rules.threshold,
        levels.customer_id,
        levels.from_month as month_index,
        levels.revalued_arr,
        levels.arr,
        levels.moved_arr + levels.revalued_arr - levels.arr as moved_before
    from levels
    inner join rules
        on levels.revalued_arr - levels.arr >= rules.threshold * levels.revalued_arr
    where levels.opening_arr > 0 and levels.arr > 0 and levels.arr < levels.revalued_arr
),

ends as (
    select
        falls.rule_id,
        falls.customer_id,
        falls.month_index,
        min(levels.from_month) as ended_month_index
    from falls
    inner join levels
        on
            falls.customer_id = levels.customer_id
            and falls.month_index < levels.from_month
    where
        falls.moved_before - levels.moved_arr < falls.threshold * falls.revalued_arr
        or levels.has_left
    group by falls.rule_id, falls.customer_id, falls.month_index
)

select
    falls.rule_id,
    falls.customer_id,
    falls.severity,

    {{ to_money('falls.arr') }} as arr_at_stake,
    {{ safe_divide('falls.revalued_arr - falls.arr', 'falls.revalued_arr') }} as evidence_value,
    cast(falls.threshold as {{ rate_type() }}) as threshold,

    {{ add_days(month_start('falls.month_index + 1'), -1) }} as event_date,
    case
        when ends.ended_month_index is not null
            then {{ add_days(month_start('ends.ended_month_index + 1'), -1) }}
    end as resolved_on
from falls
left join ends
    on
        falls.rule_id = ends.rule_id
        and falls.customer_id = ends.customer_id
        and falls.month_index = ends.month_index
