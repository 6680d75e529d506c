{{ config(materialized='view') }}
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted
),

renewals as (
    select * from {{ ref('product_retention', 'int_license_renewals') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
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
    {{ month_index('linked.starts_on') }} as from_month,
    coalesce({{ month_index('linked.ends_before') }}, {{ open_month() }}) as to_month,
    {{ month_index('linked.stated_ends_before') }} - {{ month_index('linked.starts_on') }}
        as contract_months
from linked
cross join reporting_date
