{{ config(materialized='view') }}
{%- set content_columns = license_columns() -%}
{#- The customers that have changed come first. Of the others only rows that share an id with theirs
    are numbered. -#}
{%- set is_limited = false -%}
{%- if is_built_by_customer() and model.resource_type != 'unit_test' -%}
    {%- do ref('int_changed_customers') -%}
    {%- set is_limited = has_complete_build() -%}
{%- endif -%}

with licenses as {{ read_anew() }}(
    select * from {{ ref('int_licenses_known') }}
    {%- if is_limited %}
    where
        license_id is null
        or license_id in (
            select license_id from {{ ref('int_licenses_known') }}
            where {{ is_compared_row() | indent(12) }}
        )
    {%- endif %}
),

repeated_ids as (
    select license_id
    from licenses
    where license_id is not null
    group by license_id
    having count(*) > 1
),

-- Rows without an id are numbered too, so that the history can tell them apart.
repeated_rows as (
    select licenses.*
    from licenses
    left join repeated_ids
        on licenses.license_id = repeated_ids.license_id
    where repeated_ids.license_id is not null or licenses.license_id is null
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
