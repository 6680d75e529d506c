with licenses as (
    select * from {{ ref('int_licenses') }}
    where not is_pending
),

rates as (
    select * from {{ ref('int_monthly_exchange_rates') }}
    where is_backfilled
)

select
    licenses.license_id,
    licenses.customer_id,
    licenses.arr
from licenses
inner join rates
    on
        licenses.currency = rates.currency
        and licenses.from_month <= rates.from_month
        and licenses.to_month > rates.from_month
group by licenses.license_id, licenses.customer_id, licenses.arr
