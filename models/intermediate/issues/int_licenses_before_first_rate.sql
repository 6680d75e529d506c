with terms as (
    select * from {{ ref('product_retention', 'int_license_terms') }}
),

first_rates as (
    select
        currency,
        {{ month_index('min(rate_date)') }} as first_rate_month
    from {{ ref('product_retention', 'int_daily_exchange_rates') }}
    where {{ 'true' if setting('fx_mode') == 'monthly' else 'false' }}
    group by currency
)

select
    terms.license_id,
    terms.customer_id,
    max(terms.arr) as arr
from terms
inner join first_rates
    on
        terms.currency = first_rates.currency
        and terms.from_month < first_rates.first_rate_month
group by terms.license_id, terms.customer_id
