with licenses as (
    select * from {{ ref('int_licenses') }}
    where not is_pending and to_month > from_month
),

first_rates as (
    select
        currency,
        {{ month_index('min(rate_date)') }} as first_rate_month
    from {{ ref('int_daily_exchange_rates') }}
    where {{ 'true' if var('fx_mode') == 'monthly' else 'false' }}
    group by currency
)

select
    licenses.license_id,
    licenses.customer_id,
    licenses.arr
from licenses
inner join first_rates
    on
        licenses.currency = first_rates.currency
        and licenses.from_month < first_rates.first_rate_month
