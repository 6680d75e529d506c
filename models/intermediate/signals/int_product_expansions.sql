with changes as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
    where movement_type in ('expansion', 'cross_sell')
),

scheduled_changes as (
    select * from {{ ref('product_retention', 'int_scheduled_changes') }}
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

product_months as (
    select * from {{ ref('product_retention', 'int_product_months') }}
),

classified as (
    select
        changes.product_id,
        changes.month_index,
        changes.arr_change,
        changes.volume_arr,
        changes.movement_type = 'expansion' as is_expansion,
        changes.migration_type is not null as is_tier_change,
        scheduled_changes.month_index is not null as is_scheduled
    from changes
    left join scheduled_changes
        on
            changes.customer_id = scheduled_changes.customer_id
            and changes.product_id = scheduled_changes.product_id
            and changes.month_index = scheduled_changes.month_index
),

monthly as (
    select
        product_id,
        month_index,
        sum(case when is_expansion then arr_change else 0 end) as expansion_arr,
        sum(case when is_expansion then coalesce(volume_arr, 0) else 0 end) as volume_arr,
        sum(
            case
                when is_expansion and volume_arr is not null then arr_change - volume_arr
                else 0
            end
        ) as price_arr,
        sum(case when is_expansion and volume_arr is null then arr_change else 0 end)
            as unattributed_arr,
        sum(case when is_expansion and is_tier_change then arr_change else 0 end) as tier_arr,
        sum(
            case
                when is_expansion and is_scheduled and not is_tier_change then arr_change
                else 0
            end
        ) as scheduled_arr,
        sum(case when is_expansion then 0 else arr_change end) as cross_sell_arr
    from classified
    group by product_id, month_index
)

select
    months.month_index,
    product_months.product_id,

    cast(coalesce(sum(monthly.expansion_arr), 0) as {{ money_total_type() }}) as expansion_arr,
    cast(coalesce(sum(monthly.volume_arr), 0) as {{ money_total_type() }}) as volume_arr,
    cast(coalesce(sum(monthly.price_arr), 0) as {{ money_total_type() }}) as price_arr,
    cast(coalesce(sum(monthly.unattributed_arr), 0) as {{ money_total_type() }})
        as unattributed_arr,
    cast(coalesce(sum(monthly.tier_arr), 0) as {{ money_total_type() }}) as tier_arr,
    cast(coalesce(sum(monthly.scheduled_arr), 0) as {{ money_total_type() }}) as scheduled_arr,
    cast(coalesce(sum(monthly.cross_sell_arr), 0) as {{ money_total_type() }}) as cross_sell_arr
from product_months
inner join months
    on product_months.month_index = months.month_index
left join monthly
    on
        product_months.product_id = monthly.product_id
        and months.opening_month_index < monthly.month_index
        and months.month_index >= monthly.month_index
group by months.month_index, product_months.product_id
