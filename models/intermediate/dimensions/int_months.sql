{%- set digits = range(10) -%}

with reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

digits as (
    {% for digit in digits -%}
    select {{ digit }} as digit{{ "\n    union all" if not loop.last }}
    {% endfor %}
),

numbers as (
    select ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit as number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
),

months as (
    select reporting_window.first_month_index + numbers.number as month_index
    from reporting_window
    inner join numbers
        on numbers.number <= reporting_window.last_month_index - reporting_window.first_month_index
)

select
    month_index,
    {{ month_start('month_index') }} as arr_month
from months
