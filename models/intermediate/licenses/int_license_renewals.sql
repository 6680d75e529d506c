with renewals as (
    select * from {{ ref('int_licenses_validated') }}
    where
        is_accepted
        and status <> 'pending'
        and renewal_of_license_id is not null
),

licenses as (
    select * from {{ ref('int_licenses_validated') }}
    where
        is_accepted
        and status <> 'pending'
)

select
    licenses.license_id,
    licenses.customer_id,

    min(renewals.starts_on) as renewed_on
from renewals
inner join licenses
    on
        renewals.renewal_of_license_id = licenses.stated_license_id
        and renewals.license_id <> licenses.license_id
        and renewals.customer_id = licenses.customer_id
        and renewals.starts_on >= licenses.starts_on
group by licenses.license_id, licenses.customer_id
