with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

first_starts as (
    select min(starts_on) as first_starts_on
    from licenses
    where status <> 'pending'
),

months as (
    select
        reporting_date.as_of_date,
        {{ month_index('first_starts.first_starts_on') }} as first_month_index,
        {{ month_index(add_days('reporting_date.as_of_date', 1)) }} - 1 as last_month_index
    from reporting_date
    cross join first_starts
)

select
    as_of_date,
    first_month_index,
    last_month_index
from months
where first_month_index <= last_month_index
