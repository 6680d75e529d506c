-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with changes as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
),

lost_reasons as (
    select * from {{ ref('product_retention', 'int_lost_reasons') }}
),

scheduled_changes as (
    select * from {{ ref('product_retention', 'int_scheduled_changes') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

own_changes as (
    select
        changes.*,
        lost_reasons.lost_reason,
        coalesce(lost_reasons.is_cancelled, false) as is_cancelled
    from changes
    left join lost_reasons
        on
            changes.customer_id = lost_reasons.customer_id
            and changes.product_id = lost_reasons.product_id
            and changes.month_index = lost_reasons.month_index
    where changes.arr_change <> 0
),

own_movements as (
    select
        customer_id,
        product_id,
        month_index,
        movement_type,
        case
            when movement_type = 'new' then 'new_customer'
            when movement_type = 'cross_sell' then 'new_product'
            when movement_type = 'reactivation' and is_customer_entering then 'customer_returned'
            when movement_type = 'reactivation' then 'product_returned'
            when movement_type in ('churn', 'product_churn') and is_cancelled then 'cancelled'
            when movement_type in ('churn', 'product_churn') then 'expired'
            when migration_type is not null then 'tier_change'
            when volume_arr is null then 'unattributed'
            when volume_arr = arr_change then 'volume'
            when volume_arr = 0 then 'price'
            else 'volume_and_price'
        end as reason,
        case
            when movement_type in ('contraction', 'product_churn', 'churn') then lost_reason
        end as lost_reason,
        arr_change,
        coalesce(volume_arr, 0) as volume_arr,
        case when volume_arr is null then 0 else arr_change - volume_arr end as price_arr,
        case when volume_arr is null then arr_change else 0 end as unattributed_arr
    from own_changes
),

all_movements as (
    select * from own_movements
    {%- for movement_type, reason, amount in [
        ('migration_type', 'tier_change', 'migrated_arr'), ("'fx'", 'exchange_rate', 'fx_arr'),
    ] %}
    union all
    select
        customer_id,
        product_id,
        month_index,
        {{ movement_type }} as movement_type,
        '{{ reason }}' as reason,
        null as lost_reason,
        {{ amount }} as arr_change,
        null as volume_arr,
        null as price_arr,
        null as unattributed_arr
    from changes
    where {{ amount }} <> 0
    {%- endfor %}
),

described as (
    select
        all_movements.*,
        all_movements.movement_type in ('expansion', 'contraction') as is_split,
        all_movements.movement_type in ('expansion', 'contraction')
        and all_movements.reason <> 'tier_change'
        and scheduled_changes.month_index is not null as is_scheduled,
        months.arr_month
    from all_movements
    inner join months
        on all_movements.month_index = months.month_index
    left join scheduled_changes
        on
            all_movements.customer_id = scheduled_changes.customer_id
            and all_movements.product_id = scheduled_changes.product_id
            and all_movements.month_index = scheduled_changes.month_index
)

select
    arr_month,
    customer_id,
    product_id,
    movement_type,
    reason,
    lost_reason,

    {{ to_money('arr_change') }} as arr_change,
    {{ to_money('case when is_split then volume_arr end') }} as volume_arr,
    {{ to_money('case when is_split then price_arr end') }} as price_arr,
    {{ to_money('case when is_split then unattributed_arr end') }} as unattributed_arr,

    is_scheduled
from described
