{{ config(materialized='view') }}
with pair_changes as (
    select * from {{ counted_rows('int_arr_changes') }}
),

migrations as (
    select * from {{ counted_rows('int_migrations') }}
)

select
    pair_changes.customer_id,
    pair_changes.product_id,

    pair_changes.month_index,
    pair_changes.until_month_index,
    pair_changes.arr,
    pair_changes.quantity,
    {{ money(running_sum(
        'coalesce(-migrations.arr_change, 0)',
        ['pair_changes.customer_id', 'pair_changes.product_id'],
        'pair_changes.month_index'
    )) }} as migrated_out
from pair_changes
left join migrations
    on
        pair_changes.customer_id = migrations.customer_id
        and pair_changes.product_id = migrations.product_id
        and pair_changes.month_index = migrations.month_index
