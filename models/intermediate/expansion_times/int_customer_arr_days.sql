with family_days as (
    select * from {{ ref('product_retention', 'int_family_arr_days') }}
),

daily_changes as (
    select
        customer_id,
        from_day,
        sum(arr - opening_arr) as arr_change,
        max(case when is_upsell then 1 else 0 end) as upsells,
        max(case when is_entry then 1 else 0 end) as entries
    from family_days
    group by customer_id, from_day
),

running_totals as (
    select
        *,
        {{ running_sum('arr_change', ['customer_id'], 'from_day') }} as arr
    from daily_changes
)

select
    customer_id,
    case
        when arr = arr_change then null
        when upsells = 1 then 'upsell'
        when entries = 1 then 'cross_sell'
    end as expansion_type,

    from_day,
    lead(from_day) over (partition by customer_id order by from_day) as until_day,
    {{ to_money('arr - arr_change') }} as opening_arr,
    {{ to_money('arr') }} as arr,

    min(case when arr > 0 then from_day end) over (
        partition by customer_id
        order by from_day
        rows between 1 following and unbounded following
    ) as next_day_with_arr
from running_totals
