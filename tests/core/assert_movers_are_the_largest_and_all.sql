-- Gains and losses of a product and month add up to its bridge, movement for movement; ranks have
-- no gap, and who stands above moved at least as much.
with movers as (
    select * from {{ ref('product_retention', 'arr_movers_monthly') }}
),

bridge as (
    select
        product_id,
        arr_month,
        closing_arr - opening_arr as arr_change
    from {{ ref('product_retention', 'arr_bridge_product_monthly') }}
),

movements as (
    select
        product_id,
        arr_month,
        count(*) as movement_count
    from {{ ref('product_retention', 'fct_arr_movements') }}
    group by product_id, arr_month
),

totals as (
    select
        product_id,
        arr_month,
        sum(arr_change) as arr_change,
        sum(movement_count) as movement_count
    from movers
    group by product_id, arr_month
),

sequenced as (
    select
        *,
        lag(abs(arr_change)) over (
            partition by product_id, arr_month, direction order by mover_rank
        ) as change_above,
        row_number() over (
            partition by product_id, arr_month, direction order by mover_rank
        ) as expected_rank
    from movers
)

select
    bridge.product_id,
    bridge.arr_month,
    'does not add up to the bridge' as message
from bridge
left join totals
    on
        bridge.product_id = totals.product_id
        and bridge.arr_month = totals.arr_month
left join movements
    on
        bridge.product_id = movements.product_id
        and bridge.arr_month = movements.arr_month
where
    bridge.arr_change <> coalesce(totals.arr_change, 0)
    or coalesce(movements.movement_count, 0) <> coalesce(totals.movement_count, 0)
union all
select
    product_id,
    arr_month,
    'is in a wrong order' as message
from sequenced
where
    mover_rank <> expected_rank
    or (not is_remainder and abs(arr_change) > change_above)
    or (arr_change > 0) <> (direction = 'gain')
