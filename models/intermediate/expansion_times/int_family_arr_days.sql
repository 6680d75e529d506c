{%- set keys = ['customer_id', 'product_family'] -%}

with product_days as (
    select * from {{ ref('product_retention', 'int_product_arr_days') }}
),

products as (
    select * from {{ ref('product_retention', 'int_products') }}
),

daily_changes as (
    select
        product_days.customer_id,
        products.product_family,
        product_days.from_day,
        sum(product_days.arr - product_days.opening_arr) as arr_change,
        sum(coalesce(product_days.quantity, 0) - coalesce(product_days.opening_quantity, 0))
            as quantity_change,
        sum(
            case when product_days.quantity is null then 1 else 0 end
            - case when product_days.opening_quantity is null then 1 else 0 end
        ) as unknown_change,
        max(
            case
                when least(product_days.arr, product_days.opening_arr) > 0 then 0
                when product_days.arr = product_days.opening_arr then 0
                else 1
            end
        ) = 0 as has_same_products
    from product_days
    inner join products
        on product_days.product_id = products.product_id
    group by product_days.customer_id, products.product_family, product_days.from_day
),

running_totals as (
    select
        *,
        {{ running_sum('arr_change', keys, 'from_day') }} as arr,
        {{ running_sum('unknown_change', keys, 'from_day') }} as unknown_products
    from daily_changes
),

states as (
    select
        *,
        arr - arr_change as opening_arr,
        has_same_products
        and unknown_products = 0
        and unknown_change = 0
        and quantity_change <= 0 as is_at_most_price,
        min(case when arr > 0 then from_day end) over (
            partition by {{ keys | join(', ') }}
        ) as entered_on
    from running_totals
)

select
    customer_id,
    product_family,

    from_day,
    lead(from_day) over (partition by {{ keys | join(', ') }} order by from_day) as until_day,
    {{ to_money('opening_arr') }} as opening_arr,
    {{ to_money('arr') }} as arr,

    opening_arr > 0 and arr > opening_arr and not is_at_most_price as is_upsell,
    arr > 0 and from_day = entered_on as is_entry
from states
where arr_change <> 0
