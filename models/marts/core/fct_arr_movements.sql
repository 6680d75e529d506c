with pair_changes as (
    select * from {{ ref('int_arr_changes') }}
    where arr_change <> 0
),

customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
),

migrations as (
    select * from {{ ref('int_migrations') }}
),

months as (
    select * from {{ ref('int_months') }}
),

situated as (
    select
        pair_changes.customer_id,
        pair_changes.product_id,
        pair_changes.opening_arr,
        pair_changes.arr,
        pair_changes.opening_quantity,
        pair_changes.quantity,
        {{ is_back_in_time('pair_changes.had_arr_before', 'pair_changes.absence_months') }}
            as is_pair_back,
        customer_changes.opening_arr as customer_opening_arr,
        customer_changes.arr as customer_arr,
        {{ is_back_in_time('customer_changes.had_arr_before', 'customer_changes.absence_months') }}
            as is_customer_back,
        migrations.movement_type as migration_type,
        coalesce(migrations.arr_change, 0) as migrated_arr,
        pair_changes.arr_change - coalesce(migrations.arr_change, 0) as unmigrated_change,
        months.arr_month
    from pair_changes
    inner join months
        on pair_changes.month_index = months.month_index
    inner join customer_changes
        on
            pair_changes.customer_id = customer_changes.customer_id
            and pair_changes.month_index = customer_changes.month_index
    left join migrations
        on
            pair_changes.customer_id = migrations.customer_id
            and pair_changes.product_id = migrations.product_id
            and pair_changes.month_index = migrations.month_index
),

classified as (
    select
        customer_id,
        product_id,
        arr_month,
        case
            when migration_type is not null and unmigrated_change > 0 then 'expansion'
            when migration_type is not null then 'contraction'
            when opening_arr > 0 and arr > opening_arr then 'expansion'
            when opening_arr > 0 and arr > 0 then 'contraction'
            when opening_arr > 0 and customer_arr > 0 then 'product_churn'
            when opening_arr > 0 then 'churn'
            when customer_opening_arr = 0 and is_customer_back then 'reactivation'
            when customer_opening_arr = 0 then 'new'
            when is_pair_back then 'reactivation'
            else 'cross_sell'
        end as movement_type,
        unmigrated_change as arr_change,
        case
            when
                migration_type is null and opening_arr > 0 and arr > 0
                and {{ units_compare('opening_quantity', 'quantity') }}
                then {{ volume_part('opening_arr', 'opening_quantity', 'quantity') }}
        end as volume_change,
        migration_type is not null as is_tier_change
    from situated
    where unmigrated_change <> 0
),

split as (
    select
        *,
        movement_type in ('expansion', 'contraction') as is_split,
        volume_change is not null as is_attributed
    from classified
),

movements as (
    select
        customer_id,
        product_id,
        movement_type,
        case
            when not is_split then null
            when is_tier_change then 'tier_change'
            when not is_attributed then 'unattributed'
            when volume_change = arr_change then 'volume'
            when volume_change = 0 then 'price'
            else 'volume_and_price'
        end as reason,
        arr_change,
        case when is_split then coalesce(volume_change, 0) end as volume_arr,
        case
            when is_split and is_attributed then arr_change - volume_change
            when is_split then 0
        end as price_arr,
        case
            when is_split and is_attributed then 0
            when is_split then arr_change
        end as unattributed_arr,
        arr_month
    from split
    union all
    select
        customer_id,
        product_id,
        migration_type as movement_type,
        cast(null as {{ dbt.type_string() }}) as reason,
        migrated_arr as arr_change,
        null as volume_arr,
        null as price_arr,
        null as unattributed_arr,
        arr_month
    from situated
    where migrated_arr <> 0
)

select
    customer_id,
    product_id,
    movement_type,
    reason,

    {{ money('arr_change') }} as arr_change,
    {{ money('volume_arr') }} as volume_arr,
    {{ money('price_arr') }} as price_arr,
    {{ money('unattributed_arr') }} as unattributed_arr,

    arr_month
from movements
