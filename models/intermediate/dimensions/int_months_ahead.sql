with reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

numbers as (
    {%- for number in range(1, setting('months_ahead') + 1) %}
    select {{ number }} as number{{ "\n    union all" if not loop.last }}
    {%- endfor %}
),

months as (
    select reporting_window.last_month_index + numbers.number as month_index
    from reporting_window
    cross join numbers
)

select
    month_index,
    {{ month_start('month_index') }} as arr_month
from months
