with usable_rates as (
    select * from {{ ref('int_usable_exchange_rates') }}
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
