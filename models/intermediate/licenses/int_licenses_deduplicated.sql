{{ config(materialized='view') }}
{%- set content_columns = license_columns() -%}
{#- The history that is made of this compares the customers that have changed: they come first. -#}
{%- if is_built_by_customer() and model.resource_type != 'unit_test' -%}
    {%- do ref('int_changed_customers') -%}
{%- endif -%}

-- Three times the same table: DuckDB holds in memory what it reads twice by one name.
with licenses as (
    select * from {{ ref('int_licenses_known') }}
),

all_licenses as (
    select * from {{ ref('int_licenses_known') }}
),

license_ids as (
    select license_id from {{ ref('int_licenses_known') }}
),

repeated_ids as (
    select license_id
    from license_ids
    where license_id is not null
    group by license_id
    having count(*) > 1
),

-- Rows without an id are numbered too, so that the history can tell them apart.
repeated_rows as (
    select all_licenses.*
    from all_licenses
    left join repeated_ids
        on all_licenses.license_id = repeated_ids.license_id
    where repeated_ids.license_id is not null or all_licenses.license_id is null
),

numbered_copies as (
    select
        *,
        row_number() over (
            partition by license_id, {{ content_columns | join(', ') }}
            order by coalesce(unread_fields, ''), coalesce(unread_line, '')
        ) as copy_number
    from repeated_rows
),

ranked_versions as (
    select
        *,
        row_number() over (
            partition by license_id, copy_number
            order by
                updated_at desc nulls last, created_at desc nulls last,
                {{ content_columns | join(' nulls last, ') }} nulls last
        ) as version_number
    from numbered_copies
),

unrepeated_rows as (
    select
        licenses.*,
        1 as copy_number,
        1 as version_number
    from licenses
    left join repeated_ids
        on licenses.license_id = repeated_ids.license_id
    where repeated_ids.license_id is null and licenses.license_id is not null
)

select * from unrepeated_rows
union all
select * from ranked_versions
