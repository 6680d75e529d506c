{{ config(**by_customer('view')) }}
with licenses as (
    select * from {{ ref('int_licenses_validated') }}
    where disposition = 'accepted' {{ only_changed_customers(word='and') }}
),

renewals as (
    select
        renewed.license_id,
        min(renewals.starts_on) as renewed_on
    from licenses as renewals
    inner join licenses as renewed
        on
            renewals.renewal_of_license_id = renewed.license_id
            and renewals.customer_id = renewed.customer_id
    where
        renewals.license_id <> renewed.license_id
        and renewals.starts_on >= renewed.starts_on
        and renewals.status <> 'pending'
        and renewed.status <> 'pending'
    group by renewed.license_id
),

linked as (
    select
        licenses.*,
        renewals.renewed_on,
        licenses.status = 'pending' as is_pending,
        licenses.status = 'churned'
        or coalesce(licenses.renewal_status, '') = 'lost' as is_cancelled,
        case
            when renewals.renewed_on < licenses.stated_ends_before then renewals.renewed_on
            else coalesce(licenses.stated_ends_before, renewals.renewed_on)
        end as ends_before
    from licenses
    left join renewals
        on licenses.license_id = renewals.license_id
)

select
    *,
    {{ month_index('starts_on') }} as first_month_index,
    {{ month_index('ends_before') }} as until_month_index
from linked
