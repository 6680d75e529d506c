-- Over one month, what a product lost and gained must be what its movements say.
{{ config(enabled=1 in list_var('retention_windows')) }}

with retention as (
    select * from {{ ref('product_retention', 'retention_product_monthly') }}
    where window_months = 1
),

movements as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
),

movement_totals as (
    select
        product_id,
        arr_month,
        -sum(
            case
                when movement_type in ('contraction', 'product_churn', 'churn', 'migration_out')
                    then arr_change
                else 0
            end
        ) as lost_arr,
        sum(
            case
                when movement_type = 'expansion' and reason <> 'tier_change' then arr_change
                else 0
            end
        ) as gained_arr,
        sum(coalesce(price_arr, 0)) as price_arr,
        sum(case when movement_type = 'fx' then arr_change else 0 end) as fx_arr
    from movements
    group by product_id, arr_month
)

select
    retention.product_id,
    retention.arr_month,
    retention.contraction_arr + retention.churned_arr - coalesce(movement_totals.lost_arr, 0)
        as loss_difference,
    retention.expansion_arr - coalesce(movement_totals.gained_arr, 0) as gain_difference,
    retention.price_arr - coalesce(movement_totals.price_arr, 0) as price_difference,
    retention.fx_arr - coalesce(movement_totals.fx_arr, 0) as fx_difference
from retention
left join movement_totals
    on
        retention.product_id = movement_totals.product_id
        and retention.arr_month = movement_totals.arr_month
where
    retention.contraction_arr + retention.churned_arr <> coalesce(movement_totals.lost_arr, 0)
    or retention.expansion_arr <> coalesce(movement_totals.gained_arr, 0)
    or retention.price_arr <> coalesce(movement_totals.price_arr, 0)
    or retention.fx_arr <> coalesce(movement_totals.fx_arr, 0)
