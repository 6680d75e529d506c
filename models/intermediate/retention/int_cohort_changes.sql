{%- set entity = 'scope, product_id, customer_id' -%}

with customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
),

pair_changes as (
    select * from {{ ref('int_arr_changes') }}
    where arr_change <> 0
),

entity_changes as (
    select
        'company' as scope,
        '(all)' as product_id,
        customer_id,
        month_index,
        opening_arr,
        arr
    from customer_changes
    union all
    select
        'product' as scope,
        product_id,
        customer_id,
        month_index,
        opening_arr,
        arr
    from pair_changes
),

started as (
    select
        *,
        first_value(month_index) over (partition by {{ entity }} order by month_index)
            as first_month_index,
        first_value(arr) over (partition by {{ entity }} order by month_index) as first_arr
    from entity_changes
)

select
    scope,
    product_id,

    first_month_index - mod(first_month_index, 3) as quarter_month_index,
    month_index - first_month_index as months_since_start,
    sum(case when month_index = first_month_index then first_arr else 0 end) as opening_change,
    sum(arr - opening_arr) as arr_change,
    sum(least(arr, first_arr) - least(opening_arr, first_arr)) as retained_change,
    sum(case when month_index = first_month_index then 1 else 0 end) as opening_customers_change,
    sum(case when arr > 0 then 1 else 0 end - case when opening_arr > 0 then 1 else 0 end)
        as customers_change
from started
group by
    scope, product_id,
    first_month_index - mod(first_month_index, 3), month_index - first_month_index
