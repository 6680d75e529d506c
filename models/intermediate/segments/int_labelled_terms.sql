{{ config(materialized='view') }}
with terms as {{ read_anew() }}(
    select * from {{ ref('int_term_values') }}
    where arr > 0 {{ only_changed_customers(word='and') }}
),

bands as (
    select * from {{ ref('segment_bands') }}
    where segment_type = 'contract_length'
)

select
    customer_id,
    'billing_currency' as segment_type,
    currency as segment_value,
    first_month_index,
    until_month_index,
    arr
from terms
union all
select
    terms.customer_id,
    'contract_length' as segment_type,
    coalesce(bands.segment_value, 'open-ended') as segment_value,
    terms.first_month_index,
    terms.until_month_index,
    terms.arr
from terms
left join bands
    on
        terms.contract_months >= bands.from_value
        and (bands.until_value is null or terms.contract_months < bands.until_value)
