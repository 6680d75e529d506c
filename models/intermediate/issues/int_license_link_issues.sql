with links as (
    select * from {{ ref('product_retention', 'int_license_links') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted
),

renewals as (
    select * from {{ ref('product_retention', 'int_license_renewals') }}
),

found as (
    select
        license_id,
        'unusable_renewal_link' as issue,
        'renewal_of_license_id names "' || min(linked_license_id) || '"' as detail
    from links
    where not is_usable
    group by license_id
    union all
    select
        renewal_license_id as license_id,
        'renewal_moves_customer' as issue,
        'renews "' || min(renewed_license_id) || '" of customer "' || min(renewed_customer_id)
        || '"' as detail
    from links
    where renewed_customer_id <> renewal_customer_id
    group by renewal_license_id
)

select
    licenses.license_id,
    licenses.customer_id,

    found.issue,
    found.detail,

    licenses.arr,

    {{ renewed_end('licenses.stated_ends_before', 'renewals.renewed_on') }} as ends_before
from found
inner join licenses
    on found.license_id = licenses.license_id
left join renewals
    on found.license_id = renewals.license_id
