-- Each movement has a reason of its type; only losses have a lost_reason, and only steps of a price
-- or volume are scheduled.
with movements as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
),

judged as (
    select
        *,
        case
            when movement_type = 'new' then reason = 'new_customer'
            when movement_type = 'cross_sell' then reason = 'new_product'
            when movement_type = 'reactivation'
                then reason in ('customer_returned', 'product_returned')
            when movement_type in ('expansion', 'contraction')
                then
                    reason in (
                        'volume', 'price', 'volume_and_price', 'unattributed', 'tier_change'
                    )
            when movement_type in ('product_churn', 'churn') then reason in ('cancelled', 'expired')
            when movement_type = 'fx' then reason = 'exchange_rate'
            else reason = 'tier_change'
        end as has_fitting_reason,
        movement_type in ('contraction', 'product_churn', 'churn') as is_loss,
        movement_type in ('expansion', 'contraction') and reason <> 'tier_change' as is_step
    from movements
)

select * from judged
where
    not has_fitting_reason
    or (lost_reason is not null and not is_loss)
    or (is_scheduled and not is_step)
