{{ config(enabled=keeps_records()) }}
-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with differences as (
    select * from {{ ref('product_retention', 'int_license_differences') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted
),

-- A licence bears on its own customer and product, then and now, and on those of the licence that
-- it renews, which it ends.
affected as (
    select
        differences.*,
        differences.was_customer_id as affected_customer_id,
        differences.was_product_id as affected_product_id
    from differences
    where differences.was_customer_id is not null
    union all
    select
        differences.*,
        differences.customer_id as affected_customer_id,
        differences.product_id as affected_product_id
    from differences
    where differences.customer_id is not null
    {%- for renewed_license_id in ['was_renewal_of_license_id', 'renewal_of_license_id'] %}
    union all
    select
        differences.*,
        licenses.customer_id as affected_customer_id,
        licenses.product_id as affected_product_id
    from differences
    inner join licenses
        on differences.{{ renewed_license_id }} = licenses.stated_license_id
    {%- endfor %}
)

select
    affected_customer_id as customer_id,
    affected_product_id as product_id,
    license_id,
    change_type,
    what_changed,

    affects_from,
    affects_until,
    known_from,
    known_until
from affected
group by
    affected_customer_id, affected_product_id, license_id, change_type, what_changed,
    affects_from, affects_until, known_from, known_until
