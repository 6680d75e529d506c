with reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

last_months as (
    select
        {{ month_index(last_closed_month()) }} as last_closed_month,
        {{ month_index(add_days('as_of_date', 1)) }} - 1 as last_complete_month
    from reporting_date
)

select
    last_closed_month,
    least(last_closed_month, last_complete_month) as month_index
from last_months
