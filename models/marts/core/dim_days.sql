-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

-- The longest month has 31 days.
days as (
    {% for day in range(31) -%}
    select {{ day }} as days_on{{ "\n    union all" if not loop.last }}
    {% endfor %}
),

dated as (
    select
        {{ add_days('months.arr_month', 'days.days_on') }} as calendar_day,
        months.arr_month,
        {{ month_start('months.month_index + 1') }} as next_month
    from months
    cross join days
)

select
    calendar_day,
    arr_month
from dated
where calendar_day < next_month
