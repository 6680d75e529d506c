with secondary_families as (
    select product_family
    from {{ ref('product_retention', 'int_signal_products') }}
    where is_secondary
    group by product_family
),

intervals as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope in ('product_family', 'company')
),

revaluations as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
    where scope in ('product_family', 'company')
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

month_ends as (
    {{ lapse_month_ends() }}
),

possible_months as (
    select
        scope,
        item,
        customer_id,
        from_month as month_index
    from intervals
    union all
    select
        scope,
        item,
        customer_id,
        month_index
    from revaluations
    where window_months = 1
),

change_months as (
    select
        scope,
        item,
        customer_id,
        month_index
    from possible_months
    group by scope, item, customer_id, month_index
),

changes as (
    select
        change_months.*,
        openings.arr as opening_arr,
        case
            when change_months.scope = 'company' then {{ signal_threshold('contraction_share') }}
            else {{ signal_threshold('shrink_share') }}
        end as least_share
    from change_months
    inner join intervals as openings
        on
            change_months.scope = openings.scope
            and change_months.item = openings.item
            and change_months.customer_id = openings.customer_id
            and change_months.month_index - 1 >= openings.from_month
            and change_months.month_index - 1 < openings.to_month
    left join secondary_families
        on change_months.item = secondary_families.product_family
    where
        openings.arr > 0
        and (change_months.scope = 'company' or secondary_families.product_family is not null)
),

-- The fall at each month end since, at the exchange rates of that month end.
watched as (
    select
        changes.scope,
        changes.item,
        changes.customer_id,
        changes.month_index,
        changes.least_share,
        month_ends.months_later,
        changes.opening_arr + coalesce(revaluations.fx_arr, 0) as opening_now,
        intervals.arr
    from changes
    cross join month_ends
    inner join reporting_window
        on changes.month_index + month_ends.months_later <= reporting_window.last_month_index
    inner join intervals
        on
            changes.scope = intervals.scope
            and changes.item = intervals.item
            and changes.customer_id = intervals.customer_id
            and changes.month_index + month_ends.months_later >= intervals.from_month
            and changes.month_index + month_ends.months_later < intervals.to_month
    left join revaluations
        on
            changes.scope = revaluations.scope
            and changes.item = revaluations.item
            and changes.customer_id = revaluations.customer_id
            and month_ends.months_later + 1 = revaluations.window_months
            and changes.month_index + month_ends.months_later = revaluations.month_index
)

select
    scope,
    item,
    customer_id,
    month_index,
    min(case when opening_now - arr >= least_share * opening_now then 1 else 0 end) = 1
        as is_settled,
    max(arr) = 0 as is_gone
from watched
group by scope, item, customer_id, month_index
having max(case when months_later = 0 then opening_now - arr - least_share * opening_now end) >= 0
