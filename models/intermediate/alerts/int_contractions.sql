with rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
    where is_on and trigger_type = 'movement'
),

customer_changes as (
    select
        *,
        opening_arr + fx_arr as revalued_arr
    from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
)

select
    rules.rule_id,
    customer_changes.customer_id,
    rules.severity,

    customer_changes.from_month as month_index,
    rules.threshold,
    customer_changes.opening_arr,
    {{ to_money('customer_changes.revalued_arr') }} as revalued_arr,
    customer_changes.arr
from customer_changes
inner join months
    on customer_changes.from_month = months.month_index
inner join rules
    on
        customer_changes.revalued_arr - customer_changes.arr
        >= rules.threshold * customer_changes.revalued_arr
where
    customer_changes.opening_arr > 0
    and customer_changes.arr > 0
    and customer_changes.arr < customer_changes.revalued_arr
