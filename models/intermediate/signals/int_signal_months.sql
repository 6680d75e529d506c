with months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
)

select
    months.month_index,
    months.month_index - 12 as opening_month_index,
    months.arr_month
from months
inner join reporting_window
    on
        months.month_index - 12 >= reporting_window.first_month_index
        and months.month_index
        > reporting_window.last_month_index - {{ setting('signal_months') }}
