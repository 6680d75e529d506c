with own_rates as (
    select * from {{ ref('product_retention', 'int_forecast_own_rates') }}
    where scope = 'product_family'
),

rates as (
    select * from {{ ref('product_retention', 'int_forecast_rates') }}
    where scope = 'company'
),

sums as (
    select
        term_class,
        origin_month_index
    from {{ ref('product_retention', 'int_forecast_sums') }}
    where scope = 'product_family'
    group by term_class, origin_month_index
),

origins as (
    select * from {{ ref('product_retention', 'int_forecast_origins') }}
)

select
    origins.arr_month as origin_month,
    own_rates.term_class,

    own_rates.renewals,
    own_rates.opening_arr,
    own_rates.closing_arr,
    own_rates.retained_arr,
    own_rates.midterm_opening_arr,
    own_rates.midterm_closing_arr,
    own_rates.entering_arr,
    own_rates.held_arr,
    own_rates.own_rate as observed_renewal_rate,
    rates.renewal_rate,
    rates.gross_renewal_rate,
    rates.midterm_rate,
    rates.entering_rate,
    {{ evidence('own_rates.renewals') }} as evidence
from own_rates
inner join origins
    on own_rates.origin_month_index = origins.month_index
-- Only classes that somebody had.
inner join sums
    on
        own_rates.origin_month_index = sums.origin_month_index
        and own_rates.term_class = sums.term_class
inner join rates
    on
        own_rates.origin_month_index = rates.origin_month_index
        and own_rates.term_class = rates.term_class
