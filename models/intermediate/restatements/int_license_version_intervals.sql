{{ config(enabled=keeps_records(), materialized='view') }}
with versions as (
    select * from {{ ref('product_retention', 'license_versions') }}
    where
        license_id is not null
        and version_number = 1
        and copy_number = 1
        and (dbt_valid_to is null or dbt_valid_to > dbt_valid_from)
),

closes as (
    select closed_at
    from {{ ref('product_retention', 'closed_months') }}
    group by closed_at
),

first_close as (
    select min(closed_at) as closed_at
    from closes
),

changed_licenses as (
    select versions.license_id
    from versions
    inner join first_close
        on
            versions.dbt_valid_from > first_close.closed_at
            or versions.dbt_valid_to > first_close.closed_at
    group by versions.license_id
),

changed_versions as (
    select
        versions.license_id,
        versions.dbt_scd_id as version_id,
        versions.dbt_valid_from as known_from,
        versions.dbt_valid_to as known_until,
        lag(versions.dbt_valid_to) over (
            partition by versions.license_id order by versions.dbt_valid_from
        ) as absent_from,
        row_number() over (
            partition by versions.license_id order by versions.dbt_valid_from desc
        ) as row_rank
    from versions
    inner join changed_licenses
        on versions.license_id = changed_licenses.license_id
),

intervals as (
    select
        license_id,
        version_id,
        known_from,
        known_until
    from changed_versions
    union all
    -- Before its first version, and between two, the licence was not there.
    select
        license_id,
        null as version_id,
        absent_from as known_from,
        known_from as known_until
    from changed_versions
    where absent_from is null or absent_from < known_from
),

present_versions as (
    select
        license_id,
        version_id
    from changed_versions
    where row_rank = 1 and known_until is null
)

-- Only what was known at a close is compared.
select
    intervals.license_id,
    intervals.version_id,
    present_versions.version_id as present_version_id,

    intervals.known_from,
    intervals.known_until
from intervals
inner join closes
    on
        (intervals.known_from is null or intervals.known_from <= closes.closed_at)
        and intervals.known_until > closes.closed_at
left join present_versions
    on intervals.license_id = present_versions.license_id
group by
    intervals.license_id, intervals.version_id, present_versions.version_id,
    intervals.known_from, intervals.known_until
