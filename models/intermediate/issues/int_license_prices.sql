{{ config(materialized='view') }}
{#- Doubles are exact enough for a price that is rounded to two digits, and much faster. -#}
{%- set cents -%}
100 * cast(arr as {{ rate_type() }}) / cast(quantity as {{ rate_type() }})
{%- endset -%}

with licenses as (
    select * from {{ ref('int_licenses_validated') }}
    where
        is_accepted
        and status <> 'pending'
        and arr > 0
        and quantity > 0
),

priced as (
    select
        license_id,
        customer_id,
        product_id,
        arr,
        case
            when {{ cents }} between 1 and {{ largest_amount() }}
                then cast(floor({{ cents }}) as {{ dbt.type_bigint() }})
        end as price_cents
    from licenses
)

select
    license_id,
    customer_id,
    product_id,
    arr,
    {{ two_leading_digits('price_cents') }} as price_cents
from priced
where price_cents is not null
