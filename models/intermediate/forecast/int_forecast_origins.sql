with months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
)

select
    months.month_index,
    months.arr_month,

    months.month_index = reporting_window.last_month_index as is_last
from months
cross join reporting_window
where
    months.month_index
    >= reporting_window.first_month_index + {{ signal_threshold('backtest_months') }}
    or months.month_index = reporting_window.last_month_index
