{{ config(materialized='view') }}
with terms as (
    select * from {{ ref('int_license_terms') }}
),

rates as (
    select * from {{ ref('int_monthly_rates') }}
    where is_backfilled
)

select
    terms.license_id,
    terms.customer_id,

    {{ money('max(terms.arr)') }} as counted_arr
from terms
inner join rates
    on
        terms.currency = rates.currency
        and terms.first_month_index <= rates.month_index
        and (terms.until_month_index is null or terms.until_month_index > rates.month_index)
group by terms.license_id, terms.customer_id
