with changes as (
    select * from {{ ref('product_retention', 'int_weekly_changes') }}
),

migrations as (
    select * from {{ ref('product_retention', 'int_weekly_migrations') }}
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

compared as (
    select
        changes.*,
        migrations.movement_type as migration_type,
        coalesce(migrations.arr_change, 0) as migrated_arr
    from changes
    left join migrations
        on
            changes.customer_id = migrations.customer_id
            and changes.product_id = migrations.product_id
            and changes.week_ends_on = migrations.week_ends_on
),

movements as (
    select
        customer_id,
        product_id,
        week_starts_on,
        week_ends_on,
        {{ movement_type(
            opening_arr='opening_arr',
            base_arr='opening_arr + migrated_arr',
            arr='arr',
            is_migrating='migration_type is not null',
            customer_opening_arr='customer_opening_arr',
            customer_arr='customer_arr',
            is_customer_returning='is_customer_returning',
            is_product_returning='is_product_returning',
        ) | indent(4) }} as movement_type,
        opening_arr,
        arr,
        arr - opening_arr - migrated_arr as arr_change
    from compared
    where arr - opening_arr <> migrated_arr
    union all
    select
        customer_id,
        product_id,
        week_starts_on,
        week_ends_on,
        migration_type as movement_type,
        opening_arr,
        arr,
        migrated_arr as arr_change
    from compared
    where migration_type is not null
)

select
    movements.week_ends_on,
    movements.customer_id,
    movements.product_id,
    movements.movement_type,
    customers.customer_name,
    products.product_name,
    customers.owner,

    {{ to_money('movements.opening_arr') }} as opening_arr,
    {{ to_money('movements.arr') }} as arr,
    {{ to_money('movements.arr_change') }} as arr_change,

    movements.week_starts_on
from movements
inner join customers
    on movements.customer_id = customers.customer_id
inner join products
    on movements.product_id = products.product_id
