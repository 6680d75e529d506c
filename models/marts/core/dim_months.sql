{#- Months by which a fiscal year is ahead of the calendar year that it is named by. -#}
{%- set shift = (13 - setting('fiscal_year_starts_in')) % 12 -%}

-- Where an issue is over its error_share, the build stops here and the marts stay as they were.
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with months as (
    select
        arr_month,
        month_index,
        mod(month_index, 12) as month_of_year,
        mod(month_index + {{ shift }}, 12) as month_of_fiscal_year
    from {{ ref('product_retention', 'int_months') }}
),

last_month as (
    select max(arr_month) as arr_month
    from months
),

starts as (
    select
        *,
        month_index - month_of_year as first_of_year,
        month_index - mod(month_of_year, 3) as first_of_quarter,
        month_index - month_of_fiscal_year as first_of_fiscal_year,
        month_index - mod(month_of_fiscal_year, 3) as first_of_fiscal_quarter,
        cast((month_index - month_of_year) / 12 as integer) as calendar_year,
        cast((month_of_year - mod(month_of_year, 3)) / 3 + 1 as integer) as calendar_quarter,
        cast((month_index + {{ shift }} - month_of_fiscal_year) / 12 as integer) as fiscal_year,
        cast((month_of_fiscal_year - mod(month_of_fiscal_year, 3)) / 3 + 1 as integer)
            as fiscal_quarter
    from months
)

select
    starts.arr_month,
    {{ text_of('starts.calendar_year') }} || ' Q' || {{ text_of('starts.calendar_quarter') }}
        as quarter_name,
    'FY' || {{ text_of('starts.fiscal_year') }} as fiscal_year_name,
    'FY' || {{ text_of('starts.fiscal_year') }} || ' Q' || {{ text_of('starts.fiscal_quarter') }}
        as fiscal_quarter_name,

    starts.calendar_year,
    starts.calendar_quarter,
    starts.fiscal_year,
    starts.fiscal_quarter,

    {{ month_start('starts.first_of_quarter') }} as quarter_starts_on,
    {{ month_start('starts.first_of_year') }} as year_starts_on,
    {{ month_start('starts.first_of_fiscal_quarter') }} as fiscal_quarter_starts_on,
    {{ month_start('starts.first_of_fiscal_year') }} as fiscal_year_starts_on,

    mod(starts.month_of_year, 3) = 2 as is_quarter_end,
    starts.month_of_year = 11 as is_year_end,
    mod(starts.month_of_fiscal_year, 3) = 2 as is_fiscal_quarter_end,
    starts.month_of_fiscal_year = 11 as is_fiscal_year_end,
    starts.arr_month = last_month.arr_month as is_latest_month
from starts
cross join last_month
