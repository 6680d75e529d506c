{{ config(materialized='view') }}
with terms as (
    select * from {{ ref('int_term_values') }}
    where arr > 0 {{ only_changed_customers(word='and') }}
),

licenses as (
    select * from {{ ref('int_licenses_validated') }}
    where is_accepted {{ only_changed_customers(word='and') }}
),

bands as (
    select * from {{ ref('segment_bands') }}
    where segment_type = 'contract_length'
),

described as (
    select
        terms.customer_id,
        terms.first_month_index,
        terms.until_month_index,
        terms.arr,
        terms.currency,
        {{ month_index('licenses.stated_ends_before') }} - {{ month_index('licenses.starts_on') }}
            as contract_months
    from terms
    inner join licenses
        on terms.license_id = licenses.license_id
)

select
    customer_id,
    'billing_currency' as segment_type,
    currency as segment_value,
    first_month_index,
    until_month_index,
    arr
from described
union all
select
    described.customer_id,
    'contract_length' as segment_type,
    coalesce(bands.segment_value, 'open-ended') as segment_value,
    described.first_month_index,
    described.until_month_index,
    described.arr
from described
left join bands
    on
        described.contract_months >= bands.from_value
        and (bands.until_value is null or described.contract_months < bands.until_value)
