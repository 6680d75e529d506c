with customer_changes as {{ not_materialized() }}(
    select
        *,
        opening_arr + fx_arr as revalued_arr
    from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

product_movements as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
    where movement_type in ('cross_sell', 'product_churn')
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

product_parts as (
    select
        customer_id,
        arr_month,
        sum(case when movement_type = 'cross_sell' then arr_change else 0 end) as cross_sell_arr,
        sum(case when movement_type = 'product_churn' then arr_change else 0 end)
            as product_churn_arr
    from product_movements
    group by customer_id, arr_month
),

own_movements as (
    select
        customer_changes.customer_id,
        case
            when customer_changes.opening_arr > 0 and customer_changes.arr = 0 then 'churn'
            when
                customer_changes.opening_arr > 0
                and customer_changes.arr > customer_changes.revalued_arr
                then 'expansion'
            when customer_changes.opening_arr > 0 then 'contraction'
            when
                {{ is_returning('customer_changes.left_month', 'customer_changes.from_month') }}
                then 'reactivation'
            else 'new'
        end as movement_type,
        customer_changes.arr - customer_changes.revalued_arr as arr_change,
        product_parts.cross_sell_arr,
        product_parts.product_churn_arr,
        customer_changes.revalued_arr as opening_arr,
        customer_changes.arr as closing_arr,
        months.arr_month
    from customer_changes
    inner join months
        on customer_changes.from_month = months.month_index
    left join product_parts
        on
            customer_changes.customer_id = product_parts.customer_id
            and months.arr_month = product_parts.arr_month
    where customer_changes.arr <> customer_changes.revalued_arr
),

fx_movements as (
    select
        customer_changes.customer_id,
        'fx' as movement_type,
        customer_changes.fx_arr as arr_change,
        cast(null as {{ money_type() }}) as cross_sell_arr,
        cast(null as {{ money_type() }}) as product_churn_arr,
        customer_changes.opening_arr,
        customer_changes.revalued_arr as closing_arr,
        months.arr_month
    from customer_changes
    inner join months
        on customer_changes.from_month = months.month_index
    where customer_changes.fx_arr <> 0
),

movements as (
    select * from own_movements
    union all
    select * from fx_movements
)

select
    arr_month,
    customer_id,
    movement_type,

    {{ to_money('arr_change') }} as arr_change,
    {{ to_money('coalesce(cross_sell_arr, 0)') }} as cross_sell_arr,
    {{ to_money('coalesce(product_churn_arr, 0)') }} as product_churn_arr,
    {{ to_money('opening_arr') }} as opening_arr,
    {{ to_money('closing_arr') }} as closing_arr
from movements
