{{ config(materialized='view') }}
with pair_changes as (
    select * from {{ counted_rows('int_arr_changes') }}
),

migrations as (
    select * from {{ counted_rows('int_migrations') }}
),

-- Few pairs ever migrate.
migrated as (
    select
        customer_id,
        product_id,
        month_index,
        coalesce(
            lead(month_index) over (partition by customer_id, product_id order by month_index),
            {{ no_month_index() }}
        ) as before_month_index,
        {{ running_sum('-arr_change', ['customer_id', 'product_id']) }} as migrated_out
    from migrations
)

select
    pair_changes.customer_id,
    pair_changes.product_id,

    pair_changes.month_index,
    pair_changes.until_month_index,
    pair_changes.arr,
    pair_changes.quantity,
    {{ money('coalesce(migrated.migrated_out, 0)') }} as migrated_out
from pair_changes
left join migrated
    on
        pair_changes.customer_id = migrated.customer_id
        and pair_changes.product_id = migrated.product_id
        and pair_changes.month_index >= migrated.month_index
        and pair_changes.month_index < migrated.before_month_index
