{{ config(enabled=keeps_records()) }}
-- The changes of all customers up to a closed month add up to the closing ARR of each product.
-- Where they do not, a closed table was altered by hand: docs/close.md says how to reopen a month.
with bridge as (
    select * from {{ ref('product_retention', 'closed_arr_bridge_product_monthly') }}
),

changes as (
    select
        product_id,
        arr_month,
        sum(arr_change) as arr_change
    from {{ ref('product_retention', 'closed_arr_changes') }}
    group by product_id, arr_month
)

select
    bridge.product_id,
    bridge.arr_month,
    bridge.closing_arr,
    coalesce(sum(changes.arr_change), 0) as changes_sum
from bridge
left join changes
    on
        bridge.product_id = changes.product_id
        and bridge.arr_month >= changes.arr_month
group by bridge.product_id, bridge.arr_month, bridge.closing_arr
having bridge.closing_arr <> coalesce(sum(changes.arr_change), 0)
