with secondary_families as (
    select product_family
    from {{ ref('product_retention', 'int_signal_products') }}
    where is_secondary
    group by product_family
),

levels as (
    select
        *,
        lag(arr) over (partition by customer_id, item order by from_month) as previous_arr
    from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product_family'
),

changes as (
    select
        levels.customer_id,
        levels.from_month,
        case when levels.arr > 0 then 1 else 0 end
        - case when levels.previous_arr > 0 then 1 else 0 end as family_change,
        secondary_families.product_family is not null as is_secondary
    from levels
    left join secondary_families
        on levels.item = secondary_families.product_family
),

monthly_changes as (
    select
        customer_id,
        from_month,
        sum(family_change) as family_change,
        sum(case when is_secondary then family_change else 0 end) as secondary_change
    from changes
    where family_change <> 0
    group by customer_id, from_month
)

select
    customer_id,

    from_month,
    coalesce(
        lead(from_month) over (partition by customer_id order by from_month), {{ open_month() }}
    ) as to_month,
    cast({{ running_sum('family_change', ['customer_id'], 'from_month') }} as integer)
        as families_held,
    cast({{ running_sum('secondary_change', ['customer_id'], 'from_month') }} as integer)
        as secondary_held
from monthly_changes
