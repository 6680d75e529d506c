-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

-- The last month in which a change leaves a row: without ARR that is the month of the change,
-- unless ARR comes back.
bounded as (
    select
        changes.*,
        case
            when changes.to_month <= reporting_window.last_month_index then changes.to_month - 1
            when changes.arr = 0 and changes.negative_arr = 0 then changes.from_month
            else reporting_window.last_month_index
        end as last_month
    from changes
    inner join reporting_window
        on changes.from_month <= reporting_window.last_month_index
)

select
    months.arr_month,
    bounded.customer_id,
    bounded.product_id,

    bounded.arr,
    case when months.month_index = bounded.from_month then bounded.opening_arr else bounded.arr end
        as opening_arr,
    bounded.negative_arr,
    cast(bounded.quantity as {{ amount_type() }}) as quantity,

    bounded.is_grace,
    bounded.is_extended
from bounded
inner join months
    on
        bounded.from_month <= months.month_index
        and bounded.last_month >= months.month_index
