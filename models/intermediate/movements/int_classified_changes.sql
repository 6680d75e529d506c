{{ config(materialized='view') }}
with product_changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
    where arr_change <> 0 or fx_arr <> 0
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

migrations as (
    select * from {{ ref('product_retention', 'int_migrations') }}
),

with_customer_context as (
    select
        product_changes.*,
        -- The ARR before, at the exchange rates of this month.
        product_changes.opening_arr + product_changes.fx_arr as revalued_arr,
        {{ is_returning('product_changes.left_month', 'product_changes.from_month') }}
            as is_product_returning,
        customer_changes.opening_arr as customer_opening_arr,
        customer_changes.arr as customer_arr,
        {{ is_returning('customer_changes.left_month', 'customer_changes.from_month') }}
            as is_customer_returning,
        migrations.movement_type as migration_type,
        coalesce(migrations.arr_change, 0) as migrated_arr
    from product_changes
    inner join customer_changes
        on
            product_changes.customer_id = customer_changes.customer_id
            and product_changes.from_month = customer_changes.from_month
    left join migrations
        on
            product_changes.customer_id = migrations.customer_id
            and product_changes.product_id = migrations.product_id
            and product_changes.from_month = migrations.month_index
)

select
    customer_id,
    product_id,
    {{ movement_type(
        opening_arr='opening_arr',
        base_arr='revalued_arr + migrated_arr',
        arr='arr',
        is_migrating='migration_type is not null',
        customer_opening_arr='customer_opening_arr',
        customer_arr='customer_arr',
        is_customer_returning='is_customer_returning',
        is_product_returning='is_product_returning',
    ) }} as movement_type,
    migration_type,

    from_month as month_index,
    {{ to_money('arr - revalued_arr - migrated_arr') }} as arr_change,
    {{ to_money('migrated_arr') }} as migrated_arr,
    fx_arr,
    {{ to_money(
        'case when opening_arr > 0 and arr > 0 and '
        ~ units_compare('opening_quantity', 'quantity') ~ ' then '
        ~ volume_part('revalued_arr', 'opening_quantity', 'quantity') ~ ' end'
    ) }} as volume_arr,

    customer_opening_arr = 0 as is_customer_entering
from with_customer_context
