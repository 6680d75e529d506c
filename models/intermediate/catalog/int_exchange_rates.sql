with daily_rates as (
    select * from {{ ref('product_retention', 'int_daily_exchange_rates') }}
),

newest_dates as (
    select
        currency,
        max(rate_date) as rate_date
    from daily_rates
    group by currency
)

select
    daily_rates.currency,
    daily_rates.exchange_rate,
    daily_rates.rate_date
from daily_rates
inner join newest_dates
    on
        daily_rates.currency = newest_dates.currency
        and daily_rates.rate_date = newest_dates.rate_date
union all
select
    '{{ setting("reporting_currency") }}' as currency,
    cast(1 as decimal(18, 8)) as exchange_rate,
    cast(null as date) as rate_date
