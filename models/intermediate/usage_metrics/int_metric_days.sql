{%- set digits = range(10) -%}

with first_days as (
    select min(usage_date) as first_day from {{ ref('product_retention', 'int_product_usage') }}
    union all
    select min(signal_date) as first_day from {{ ref('product_retention', 'int_account_signals') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

pilots as (
    select * from {{ ref('product_retention', 'int_pilot_windows') }}
    where window_months > 0
),

bounds as (
    select
        reporting_window.as_of_date,
        reporting_window.last_month_index,
        min(first_days.first_day) as first_day
    from reporting_window
    cross join first_days
    group by reporting_window.as_of_date, reporting_window.last_month_index
    having min(first_days.first_day) <= reporting_window.as_of_date
),

digits as (
    {% for digit in digits -%}
    select {{ digit }} as digit{{ "\n    union all" if not loop.last }}
    {% endfor %}
),

weeks as (
    select ones.digit + 10 * tens.digit + 100 * hundreds.digit as week_number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
),

first_mondays as (
    select
        as_of_date,
        {{ add_days('first_day', 'mod(7 - ' ~ days_since_monday('first_day') ~ ', 7)') }}
            as first_monday
    from bounds
),

mondays as (
    select
        first_mondays.as_of_date,
        {{ add_days('first_mondays.first_monday', '7 * weeks.week_number') }} as metric_day
    from first_mondays
    cross join weeks
),

-- The month ends of the signals, those at which their bases open, and those before a pilot.
found as (
    select
        metric_day,
        1 as is_monday,
        cast(null as integer) as month_index,
        0 as is_as_of_date
    from mondays
    where metric_day <= as_of_date
    union all
    select
        {{ add_days(month_start('months.month_index + 1'), -1) }} as metric_day,
        0 as is_monday,
        months.month_index,
        0 as is_as_of_date
    from bounds
    inner join months
        on months.month_index > bounds.last_month_index - 12 - {{ setting('signal_months') }}
    union all
    select
        {{ add_days(month_start('pilots.index_month_index + 1'), -1) }} as metric_day,
        0 as is_monday,
        pilots.index_month_index as month_index,
        0 as is_as_of_date
    from bounds
    cross join pilots
    union all
    select
        as_of_date as metric_day,
        0 as is_monday,
        cast(null as integer) as month_index,
        1 as is_as_of_date
    from bounds
)

select
    max(month_index) as month_index,

    max(is_monday) = 1 as is_monday,
    max(is_as_of_date) = 1 as is_as_of_date,

    metric_day
from found
group by metric_day
