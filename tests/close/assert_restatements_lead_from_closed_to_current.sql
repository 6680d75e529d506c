{{ config(enabled=keeps_records()) }}
-- Closed ARR and its restatements add up to the present ARR of every product and closed month.
with closed as (
    select * from {{ ref('product_retention', 'closed_arr_bridge_product_monthly') }}
),

current_bridge as (
    select * from {{ ref('product_retention', 'arr_bridge_product_monthly') }}
),

restatements as (
    select * from {{ ref('product_retention', 'restatements') }}
),

closed_months as (
    select * from {{ ref('product_retention', 'closed_months') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

amounts as (
    select
        product_id,
        arr_month,
        closing_arr as amount
    from closed
    union all
    select
        product_id,
        arr_month,
        difference as amount
    from restatements
    union all
    select
        product_id,
        arr_month,
        -closing_arr as amount
    from current_bridge
)

select
    amounts.product_id,
    amounts.arr_month,
    sum(amounts.amount) as difference
from amounts
inner join closed_months
    on amounts.arr_month = closed_months.arr_month
inner join reporting_date
    -- An earlier reporting date says nothing about the months after it.
    on {{ add_months('amounts.arr_month', 1) }} <= {{ add_days('reporting_date.as_of_date', 1) }}
group by amounts.product_id, amounts.arr_month
having sum(amounts.amount) <> 0
