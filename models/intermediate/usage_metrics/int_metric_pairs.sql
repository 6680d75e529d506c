with metric_days as (
    select * from {{ ref('product_retention', 'int_metric_days') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
    where not is_pending and (ends_before is null or ends_before > starts_on)
),

intervals as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product' and arr > 0
),

changes as (
    {%- for day, sign in [('starts_on', ''), ('ends_before', '-')] %}
    select
        customer_id,
        product_id,
        {{ sign }}arr as arr_change,
        {{ sign }}coalesce(quantity, 0) as quantity_change,
        {{ sign }}case when quantity is null and arr <> 0 then 1 else 0 end as unknown_change,
        {{ day }} as changed_on
    from licenses
    where {{ day }} is not null
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

daily_changes as (
    select
        customer_id,
        product_id,
        sum(arr_change) as arr_change,
        sum(quantity_change) as quantity_change,
        sum(unknown_change) as unknown_change,
        changed_on
    from changes
    group by customer_id, product_id, changed_on
),

levels as (
    select
        customer_id,
        product_id,
        {%- for measure in ['arr', 'quantity', 'unknown'] %}
        {{ running_sum(measure ~ '_change', ['customer_id', 'product_id'], 'changed_on') }}
            as {{ measure }},
        {%- endfor %}
        changed_on as from_day,
        lead(changed_on) over (partition by customer_id, product_id order by changed_on) as to_day
    from daily_changes
)

-- At the end of a month the level is that of all other marts, with grace and extensions.
select
    metric_days.metric_day,
    intervals.customer_id,
    intervals.item as product_id,

    cast(intervals.arr as {{ money_total_type() }}) as arr,
    cast(intervals.quantity as {{ amount_type() }}) as quantity
from metric_days
inner join intervals
    on
        metric_days.month_index >= intervals.from_month
        and metric_days.month_index < intervals.to_month
union all
select
    metric_days.metric_day,
    levels.customer_id,
    levels.product_id,

    cast(levels.arr as {{ money_total_type() }}) as arr,
    cast(case when levels.unknown = 0 then levels.quantity end as {{ amount_type() }}) as quantity
from metric_days
inner join levels
    on
        metric_days.metric_day >= levels.from_day
        and metric_days.metric_day < coalesce(levels.to_day, cast('9999-12-31' as date))
where metric_days.month_index is null and levels.arr > 0
