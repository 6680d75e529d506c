-- Company NRR is the sum of product NRRs, each weighted with its opening ARR, plus what customers
-- of the base now pay for products that they did not hold at the start. Checked against the states
-- of every customer and product in the last twelve months.
with company as (
    select * from {{ ref('product_retention', 'retention_company_monthly') }}
),

products as (
    select * from {{ ref('product_retention', 'retention_product_monthly') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

product_changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

checked as (
    select
        company.arr_month,
        company.window_months,
        company.opening_arr,
        company.closing_arr,
        months.month_index
    from company
    inner join months
        on company.arr_month = months.arr_month
    inner join reporting_window
        on months.month_index > reporting_window.last_month_index - 12
),

product_closings as (
    select
        arr_month,
        window_months,
        sum(closing_arr) as closing_arr
    from products
    group by arr_month, window_months
),

entered as (
    select
        checked.arr_month,
        checked.window_months,
        sum(closings.arr) as entered_arr
    from checked
    inner join product_changes as closings
        on
            checked.month_index >= closings.from_month
            and checked.month_index < closings.to_month
    inner join customer_changes
        on
            closings.customer_id = customer_changes.customer_id
            and checked.month_index - checked.window_months >= customer_changes.from_month
            and checked.month_index - checked.window_months < customer_changes.to_month
    left join product_changes as openings
        on
            closings.customer_id = openings.customer_id
            and closings.product_id = openings.product_id
            and checked.month_index - checked.window_months >= openings.from_month
            and checked.month_index - checked.window_months < openings.to_month
    where
        customer_changes.arr > 0
        and coalesce(openings.arr, 0) = 0
    group by checked.arr_month, checked.window_months
)

select
    checked.arr_month,
    checked.window_months,
    checked.closing_arr
    - coalesce(product_closings.closing_arr, 0) - coalesce(entered.entered_arr, 0) as difference
from checked
left join product_closings
    on
        checked.arr_month = product_closings.arr_month
        and checked.window_months = product_closings.window_months
left join entered
    on
        checked.arr_month = entered.arr_month
        and checked.window_months = entered.window_months
where
    checked.closing_arr
    <> coalesce(product_closings.closing_arr, 0) + coalesce(entered.entered_arr, 0)
