{{ config(materialized='view') }}
with pair_changes as (
    select * from {{ ref('int_arr_changes') }}
    where (arr_change <> 0 or fx_arr <> 0) {{ only_changed_customers(word='and') }}
),

customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
),

migrations as (
    select * from {{ ref('int_migrations') }}
),

situated as (
    select
        pair_changes.*,
        -- What the pair had before, at this month's exchange rates.
        pair_changes.opening_arr + pair_changes.fx_arr as revalued_arr,
        {{ is_back_in_time('pair_changes.had_arr_before', 'pair_changes.absence_months') }}
            as is_pair_back,
        customer_changes.opening_arr as customer_opening_arr,
        customer_changes.arr as customer_arr,
        {{ is_back_in_time('customer_changes.had_arr_before', 'customer_changes.absence_months') }}
            as is_customer_back,
        migrations.movement_type as migration_type,
        coalesce(migrations.arr_change, 0) as migrated_arr
    from pair_changes
    inner join customer_changes
        on
            pair_changes.customer_id = customer_changes.customer_id
            and pair_changes.month_index = customer_changes.month_index
    left join migrations
        on
            pair_changes.customer_id = migrations.customer_id
            and pair_changes.product_id = migrations.product_id
            and pair_changes.month_index = migrations.month_index
)

select
    customer_id,
    product_id,
    case
        when migration_type is not null and arr - revalued_arr - migrated_arr > 0 then 'expansion'
        when migration_type is not null then 'contraction'
        when opening_arr > 0 and arr > revalued_arr then 'expansion'
        when opening_arr > 0 and arr > 0 then 'contraction'
        when opening_arr > 0 and customer_arr > 0 then 'product_churn'
        when opening_arr > 0 then 'churn'
        when customer_opening_arr = 0 and is_customer_back then 'reactivation'
        when customer_opening_arr = 0 then 'new'
        when is_pair_back then 'reactivation'
        else 'cross_sell'
    end as movement_type,
    migration_type,

    month_index,
    {{ money('arr - revalued_arr - migrated_arr') }} as arr_change,
    {{ money('migrated_arr') }} as migrated_arr,
    fx_arr,
    {{ money(
        'case when opening_arr > 0 and arr > 0 and '
        ~ units_compare('opening_quantity', 'quantity') ~ ' then '
        ~ volume_part('revalued_arr', 'opening_quantity', 'quantity') ~ ' end'
    ) }} as volume_arr,

    customer_opening_arr = 0 as is_customer_entering
from situated
