with product_changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
    where arr_change <> 0 or fx_arr <> 0
),

customer_changes as (
    select
        customer_id,
        from_month,
        {{ to_money('sum(arr_change)') }} as arr_change,
        {{ to_money('sum(fx_arr)') }} as fx_arr
    from product_changes
    group by customer_id, from_month
),

running_totals as (
    select
        *,
        {{ to_money(running_sum('arr_change', ['customer_id'], 'from_month')) }} as arr
    from customer_changes
),

states as (
    select
        *,
        {{ to_money('arr - arr_change') }} as opening_arr
    from running_totals
)

select
    customer_id,

    from_month,
    coalesce(
        lead(from_month) over (partition by customer_id order by from_month), {{ open_month() }}
    ) as to_month,
    max(case when opening_arr > 0 and arr = 0 then from_month end) over (
        partition by customer_id
        order by from_month
        rows between unbounded preceding and 1 preceding
    ) as left_month,
    opening_arr,
    fx_arr,
    arr_change,
    arr
from states
