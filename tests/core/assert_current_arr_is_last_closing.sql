-- What customers have now adds up to the last closing of the company.
with customers as (
    select sum(current_arr) as current_arr
    from {{ ref('product_retention', 'dim_customers') }}
),

company as (
    select * from {{ ref('product_retention', 'arr_bridge_company_monthly') }}
),

last_month as (
    select max(arr_month) as arr_month
    from company
)

select
    customers.current_arr,
    company.closing_arr,
    customers.current_arr - company.closing_arr as difference
from customers
cross join last_month
inner join company
    on last_month.arr_month = company.arr_month
where customers.current_arr <> company.closing_arr
