with reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

-- A week ends on its Sunday.
last_week as (
    select
        as_of_date,
        {{ add_days('as_of_date', '-mod(' ~ days_since_monday('as_of_date') ~ ' + 1, 7)') }}
            as last_day
    from reporting_date
),

numbers as (
    {%- for number in range(signal_threshold('movement_weeks')) %}
    select {{ number }} as weeks_ago
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    {{ add_days('last_week.last_day', '-7 * numbers.weeks_ago - 6') }} as week_starts_on,
    {{ add_days('last_week.last_day', '-7 * numbers.weeks_ago') }} as week_ends_on,
    {{ add_days('last_week.last_day', '-7 * numbers.weeks_ago - 7') }} as opens_on,
    cast(numbers.weeks_ago as integer) as weeks_ago
from last_week
cross join numbers
