with pair_changes as (
    select * from {{ ref('int_arr_changes') }}
),

migrations as (
    select * from {{ ref('int_migrations') }}
)

select
    pair_changes.customer_id,
    pair_changes.product_id,

    pair_changes.month_index,
    pair_changes.arr_change,
    cast(
        coalesce(pair_changes.quantity, 0) - coalesce(pair_changes.opening_quantity, 0)
        as {{ amount_type() }}
    ) as units_change,
    case when pair_changes.quantity is null then 1 else 0 end
    - case when pair_changes.opening_quantity is null then 1 else 0 end as unknown_units_change,
    {{ money('coalesce(-migrations.arr_change, 0)') }} as migrated_out_change
from pair_changes
left join migrations
    on
        pair_changes.customer_id = migrations.customer_id
        and pair_changes.product_id = migrations.product_id
        and pair_changes.month_index = migrations.month_index
