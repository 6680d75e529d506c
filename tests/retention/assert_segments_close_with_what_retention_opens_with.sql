-- What moves out of a segment moves into others of its type, and a segment closes with the
-- customers and the ARR with which its retention opens later, at the exchange rates of its month.
with months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

bridge as (
    select
        bridge.*,
        months.month_index
    from {{ ref('product_retention', 'arr_bridge_segment_monthly') }} as bridge
    inner join months
        on bridge.arr_month = months.arr_month
),

retention as (
    select
        retention.*,
        months.month_index - retention.window_months as opening_month
    from {{ ref('product_retention', 'retention_segment_monthly') }} as retention
    inner join months
        on retention.arr_month = months.arr_month
)

select
    segment_type,
    '(all)' as segment_value,
    arr_month,
    sum(moved_in_arr + moved_out_arr) as difference
from bridge
group by segment_type, arr_month
having
    sum(moved_in_arr + moved_out_arr) <> 0
    or sum(moved_in_customers) <> sum(moved_out_customers)
union all
select
    retention.segment_type,
    retention.segment_value,
    retention.arr_month,
    retention.opening_arr - retention.fx_arr - coalesce(bridge.closing_arr, 0) as difference
from retention
left join bridge
    on
        retention.segment_type = bridge.segment_type
        and retention.segment_value = bridge.segment_value
        and retention.opening_month = bridge.month_index
where
    retention.opening_arr - retention.fx_arr <> coalesce(bridge.closing_arr, 0)
    or retention.opening_customers <> coalesce(bridge.closing_customers, 0)
