with exchange_rates as (
    select * from {{ ref('stg_planhat__exchange_rates') }}
),

reporting_date as (
    select * from {{ ref('int_reporting_date') }}
),

usable_rates as (
    select
        exchange_rates.currency,
        exchange_rates.rate_date,
        max(exchange_rates.exchange_rate) as exchange_rate
    from exchange_rates
    inner join reporting_date
        on exchange_rates.rate_date <= reporting_date.as_of_date
    where
        exchange_rates.exchange_rate > 0
        and exchange_rates.currency <> '{{ var("reporting_currency") }}'
    group by exchange_rates.currency, exchange_rates.rate_date
),

newest_dates as (
    select
        currency,
        max(rate_date) as rate_date
    from usable_rates
    group by currency
)

select
    usable_rates.currency,
    usable_rates.exchange_rate,
    usable_rates.rate_date
from usable_rates
inner join newest_dates
    on
        usable_rates.currency = newest_dates.currency
        and usable_rates.rate_date = newest_dates.rate_date
union all
select
    '{{ var("reporting_currency") }}' as currency,
    cast(1 as decimal(18, 8)) as exchange_rate,
    cast(null as date) as rate_date
