{{ config(materialized='view') }}
with licenses as (
    select * from {{ ref('int_licenses_validated') }}
    where is_accepted {{ only_changed_customers(word='and') }}
),

renewals as (
    select * from {{ ref('int_license_renewals') }}
),

reporting_date as (
    select * from {{ ref('int_reporting_date') }}
),

linked as (
    select
        licenses.*,
        renewals.renewed_on,
        licenses.status = 'pending' as is_pending,
        licenses.status = 'churned'
        or coalesce(licenses.renewal_status, '') = 'lost' as is_cancelled,
        {{ renewed_end('licenses.stated_ends_before', 'renewals.renewed_on') }} as ends_before
    from licenses
    left join renewals
        on licenses.license_id = renewals.license_id
)

select
    linked.*,
    reporting_date.as_of_date,
    {{ month_index('linked.starts_on') }} as first_month_index,
    {{ month_index('linked.ends_before') }} as until_month_index,
    {{ month_index('linked.stated_ends_before') }} - {{ month_index('linked.starts_on') }}
        as contract_months
from linked
cross join reporting_date
