{%- set least_licenses = 20 -%}
{%- set times = 5 -%}

with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where
        is_accepted
        and status <> 'pending'
        and arr > 0
        and quantity > 0
),

-- Doubles are exact enough for a price that is rounded to two digits, and much faster.
priced as (
    select
        license_id,
        customer_id,
        product_id,
        arr,
        quantity,
        100 * cast(arr as {{ rate_type() }}) / cast(quantity as {{ rate_type() }}) as cents
    from licenses
),

whole_prices as (
    select
        *,
        cast(cast(floor(cents) as {{ dbt.type_bigint() }}) as {{ dbt.type_string() }}) as digits
    from priced
    where cents between 1 and {{ largest_amount() }}
),

-- 1,234 becomes 1,200, so that a product has few prices and no licences need to be sorted.
prices as {{ not_materialized() }}(
    select
        *,
        cast(
            rpad(substr(digits, 1, 2), cast(length(digits) as integer), '0')
            as {{ dbt.type_bigint() }}
        ) as price_cents
    from whole_prices
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

product_prices as (
    select
        product_id,
        priced_licenses,
        min(case when 10 * licenses_so_far >= priced_licenses then price_cents end) as p10,
        min(case when 2 * licenses_so_far >= priced_licenses then price_cents end) as median,
        min(case when 10 * licenses_so_far >= 9 * priced_licenses then price_cents end) as p90
    from running
    group by product_id, priced_licenses
)

select
    prices.license_id,
    prices.customer_id,

    prices.arr,
    prices.quantity,
    cast(product_prices.median * 0.01 as {{ money_total_type() }}) as median_price
from product_prices
inner join prices
    on product_prices.product_id = prices.product_id
where
    product_prices.priced_licenses >= {{ least_licenses }}
    and product_prices.p90 >= {{ times }} * product_prices.p10
    and (
        prices.price_cents >= 2 * product_prices.median
        or 2 * prices.price_cents <= product_prices.median
    )
