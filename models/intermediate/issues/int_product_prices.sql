{%- set least_licenses = 20 -%}
{%- set times = 5 -%}

with prices as (
    select * from {{ ref('int_license_prices') }}
),

levels as (
    select
        product_id,
        price_cents,
        count(*) as licenses
    from prices
    group by product_id, price_cents
),

running as (
    select
        product_id,
        price_cents,
        sum(licenses) over (
            partition by product_id
            order by price_cents
            rows between unbounded preceding and current row
        ) as licenses_so_far,
        sum(licenses) over (partition by product_id) as priced_licenses
    from levels
),

spreads as (
    select
        product_id,
        priced_licenses,
        min(case when 10 * licenses_so_far >= priced_licenses then price_cents end) as low_cents,
        min(case when 2 * licenses_so_far >= priced_licenses then price_cents end) as middle_cents,
        min(case when 10 * licenses_so_far >= 9 * priced_licenses then price_cents end)
            as high_cents
    from running
    group by product_id, priced_licenses
)

select
    product_id,
    cast(priced_licenses as {{ dbt.type_bigint() }}) as priced_licenses,
    low_cents,
    middle_cents,
    high_cents,
    priced_licenses >= {{ least_licenses }} and high_cents >= {{ times }} * low_cents
        as is_dispersed
from spreads
