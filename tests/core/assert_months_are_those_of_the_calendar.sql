-- Years and quarters are those that the dates say: a month lies in its fiscal year, which starts
-- with the month of the var and is named by the year in which it ends.
with months as (
    select
        *,
        {{ month_index('arr_month') }} as month_index,
        {{ month_index('fiscal_year_starts_on') }} as fiscal_year_index,
        {{ month_index(add_months('fiscal_year_starts_on', 11)) }} as fiscal_year_end_index
    from {{ ref('product_retention', 'dim_months') }}
)

select *
from months
where
    calendar_year <> extract(year from arr_month)
    or calendar_quarter <> extract(quarter from arr_month)
    or extract(month from fiscal_year_starts_on) <> {{ setting('fiscal_year_starts_in') }}
    or month_index not between fiscal_year_index and fiscal_year_end_index
    or fiscal_year <> extract(year from {{ add_months('fiscal_year_starts_on', 11) }})
    or month_index - fiscal_year_index
    not between 3 * (fiscal_quarter - 1) and 3 * (fiscal_quarter - 1) + 2
    or is_fiscal_year_end <> (month_index = fiscal_year_end_index)
    or is_year_end <> (extract(month from arr_month) = 12)
