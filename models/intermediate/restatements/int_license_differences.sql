{{ config(enabled=var('known_at') is none) }}
{%- set columns = deciding_columns() -%}
{%- set is_by_parent = var('customer_grain') == 'parent' -%}
{#- Grace and extension carry a change beyond the dates of the licence. -#}
{%- set is_bounded = not var('auto_renew_past_end') and var('renewal_grace_days') == 0 -%}

with spans as (
    select * from {{ ref('int_license_version_intervals') }}
),

versions as (
    select * from {{ ref('license_versions') }}
),

product_names as (
    select * from {{ ref('int_product_names') }}
),
{% if is_by_parent %}
parents as (
    select * from {{ ref('int_customer_parents') }}
),
{% endif %}
compared_ids as (
    select version_id
    from (
        select version_id from spans
        union all
        select present_version_id as version_id from spans
    ) as span_versions
    group by version_id
),

resolved as (
    select
        versions.*,
        {{ license_status('versions.status_text') }} as status,
        {{ 'coalesce(parents.customer_id, versions.customer_id)' if is_by_parent
            else 'versions.customer_id' }} as counted_customer_id,
        coalesce(product_names.product_id, versions.product_text, '(unassigned)') as product_id
    from versions
    inner join compared_ids
        on versions.dbt_scd_id = compared_ids.version_id
    left join product_names
        on {{ lower_case('versions.product_text') }} = product_names.product_text
    {%- if is_by_parent %}
    left join parents
        on versions.customer_id = parents.company_id
    {%- endif %}
),

compared as (
    select
        spans.license_id,
        was.counted_customer_id as was_customer_id,
        was.product_id as was_product_id,
        was.renewal_of_license_id as was_renewal_of_license_id,
        present.counted_customer_id as customer_id,
        present.product_id,
        present.renewal_of_license_id,
        case
            when present.license_id is null then 'licence_removed'
            when was.license_id is null then 'licence_added'
            else 'licence_changed'
        end as change_type,
        {{ change_words('was', 'present', columns) | indent(8) }} as what_changed,
        spans.known_from,
        spans.known_until,
        {% if is_bounded -%}
        case
            when was.from_date < present.from_date then was.from_date
            else coalesce(present.from_date, was.from_date)
        end as affects_from,
        case
            when coalesce(was.renewal_of_license_id, present.renewal_of_license_id) is not null
                then null
            when was.license_id is null then present.to_date
            when present.license_id is null or was.to_date > present.to_date then was.to_date
            when was.to_date is not null then present.to_date
        end as affects_until
        {%- else -%}
        cast(null as date) as affects_from,
        cast(null as date) as affects_until
        {%- endif %}
    from spans
    left join resolved as was
        on spans.version_id = was.dbt_scd_id
    left join resolved as present
        on spans.present_version_id = present.dbt_scd_id
)

select * from compared
where what_changed <> ''
