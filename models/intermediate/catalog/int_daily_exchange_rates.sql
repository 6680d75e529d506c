with exchange_rates as (
    select * from {{ ref('product_retention', 'stg_planhat__exchange_rates') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
)

select
    exchange_rates.currency,

    cast(min(exchange_rates.exchange_rate) as decimal(18, 8)) as exchange_rate,

    exchange_rates.rate_date
from exchange_rates
inner join reporting_date
    on exchange_rates.rate_date <= reporting_date.as_of_date
where
    exchange_rates.exchange_rate > 0
    and exchange_rates.currency <> '{{ setting("reporting_currency") }}'
group by exchange_rates.currency, exchange_rates.rate_date
