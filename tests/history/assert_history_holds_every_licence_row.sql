{{ config(enabled=keeps_records()) }}
-- The history has as many present rows as there are licence rows.
with licenses as (
    select count(*) as row_count from {{ ref('product_retention', 'int_licenses_deduplicated') }}
),

versions as (
    select count(*) as row_count
    from {{ ref('product_retention', 'license_versions') }}
    where dbt_valid_to is null
)

select
    licenses.row_count as license_rows,
    versions.row_count as versions_present
from licenses
cross join versions
where licenses.row_count <> versions.row_count
