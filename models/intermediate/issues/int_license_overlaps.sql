with licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
    where not is_pending
),

sequenced as (
    select
        license_id,
        customer_id,
        product_id,
        starts_on,
        ends_before,
        arr,
        max(coalesce(ends_before, cast('9999-12-31' as date))) over (
            partition by customer_id, product_id
            order by starts_on, license_id
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from licenses
)

select
    license_id,
    customer_id,
    arr,
    starts_on,
    ends_before,
    covered_until
from sequenced
where
    starts_on < covered_until
    and (ends_before is null or ends_before > starts_on)
