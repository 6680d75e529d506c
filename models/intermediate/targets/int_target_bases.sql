with targets as (
    select
        *,
        {{ month_index('due_month') }} as due_month_index,
        {{ month_index('due_month') }} - window_months as base_month_index
    from {{ ref('product_retention', 'nrr_targets') }}
    where metric = 'nrr'
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

intervals as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
),

segments as (
    select * from {{ ref('product_retention', 'int_customer_segments') }}
),

-- The base of a month that lies ahead is known once its window has begun.
begun as (
    select
        targets.*,
        reporting_window.last_month_index
    from targets
    inner join reporting_window
        on
            targets.due_month_index > reporting_window.last_month_index
            and targets.base_month_index <= reporting_window.last_month_index
),

openings as (
    select
        begun.target_id,
        begun.last_month_index,
        intervals.scope,
        intervals.item,
        intervals.customer_id,
        intervals.arr as base_arr
    from begun
    inner join intervals
        on
            begun.scope = intervals.scope
            and begun.item = intervals.item
            and begun.base_month_index >= intervals.from_month
            and begun.base_month_index < intervals.to_month
    inner join segments
        on
            intervals.customer_id = segments.customer_id
            and begun.segment_type = segments.segment_type
            and begun.segment_value = segments.segment_value
            and begun.base_month_index >= segments.from_month
            and begun.base_month_index < segments.to_month
    where intervals.arr > 0
)

select
    openings.target_id,

    cast(sum(openings.base_arr) as {{ money_total_type() }}) as base_arr,
    cast(sum(coalesce(intervals.arr, 0)) as {{ money_total_type() }}) as current_arr
from openings
left join intervals
    on
        openings.customer_id = intervals.customer_id
        and openings.scope = intervals.scope
        and openings.item = intervals.item
        and openings.last_month_index >= intervals.from_month
        and openings.last_month_index < intervals.to_month
group by openings.target_id
