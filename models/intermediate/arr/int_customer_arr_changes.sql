{{ config(**by_customer()) }}
with pair_changes as (
    select * from {{ ref('int_arr_changes') }}
    where (arr_change <> 0 or fx_arr <> 0) {{ only_changed_customers(word='and') }}
),

customer_changes as (
    select
        customer_id,
        month_index,
        {{ money('sum(arr_change)') }} as arr_change,
        {{ money('sum(fx_arr)') }} as fx_arr
    from pair_changes
    group by customer_id, month_index
),

running_totals as (
    select
        customer_id,
        month_index,
        arr_change,
        fx_arr,
        {{ money(running_sum('arr_change', ['customer_id'])) }} as arr,
        row_number() over (partition by customer_id order by month_index) as change_number
    from customer_changes
),

states as (
    select
        customer_id,
        month_index,
        {{ money('arr - arr_change') }} as opening_arr,
        fx_arr,
        arr,
        arr_change,
        change_number > 1 as had_arr_before
    from running_totals
)

select
    customer_id,

    month_index,
    lead(month_index) over (partition by customer_id order by month_index) as until_month_index,
    opening_arr,
    fx_arr,
    arr,
    arr_change,
    {{ absence_months(['customer_id']) }} as absence_months,

    had_arr_before
from states
