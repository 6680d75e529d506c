-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

last_month as (
    select max(arr_month) as arr_month
    from months
)

select
    months.arr_month,
    {{ month_start('months.month_index - mod(months.month_index, 3)') }} as quarter_starts_on,
    {{ month_start('months.month_index - mod(months.month_index, 12)') }} as year_starts_on,

    months.arr_month = last_month.arr_month as is_latest_month
from months
cross join last_month
