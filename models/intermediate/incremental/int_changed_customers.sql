{{ config(
    enabled=is_built_by_customer(),
    materialized='incremental',
    incremental_strategy='append',
    post_hook=['{{ report_changes() }}', '{{ keep_rows_before() }}'],
    tags=['by_customer'],
) }}
{%- set parents = ref('int_customer_parents') -%}
{%- set loaded = loaded_licenses([
    clean_text('license_id') ~ ' as license_id',
    clean_text('company_id') ~ ' as customer_id',
]) %}

-- The hook compares the settings.
-- depends_on: {{ ref('int_build_fingerprints') }}
with found as (
    select * from {{ ref('int_found_customers') }}
)
{%- if not is_incremental() %}

-- There is no complete build to add to: none means all.
select
    customer_id,
    '{{ invocation_id }}' as build_id
from found
where 1 = 0
{%- else %},

loaded as (
    {{ loaded | indent(4) }}
),

built as (
    select * from {{ relation_by_name('int_licenses_validated') }}
),

parents as (
    select * from {{ parents }}
),

-- Rows of one licence can belong to several customers, now or before: the newest of them counts.
holders as (
    select
        license_id,
        coalesce(customer_id, '') as customer_id
    from loaded
    where license_id is not null
    union all
    select
        license_id,
        coalesce(company_id, '') as customer_id
    from built
    where license_id is not null
),

found_licenses as (
    select license_id
    from holders
    where customer_id in (select customer_id from found)
    group by license_id
),

touched as (
    select customer_id from found
    union all
    select holders.customer_id
    from holders
    inner join found_licenses
        on holders.license_id = found_licenses.license_id
),
{% if var('customer_grain') == 'parent' %}
-- A company is rebuilt with all others of its group.
touched_groups as (
    select coalesce(parents.customer_id, touched.customer_id) as customer_id
    from touched
    left join parents
        on touched.customer_id = parents.company_id
    group by coalesce(parents.customer_id, touched.customer_id)
),

rebuilt as (
    select customer_id from touched_groups
    union all
    select parents.company_id as customer_id
    from parents
    inner join touched_groups
        on parents.customer_id = touched_groups.customer_id
),
{% else %}
rebuilt as (
    select customer_id from touched
),
{% endif %}
-- A blank, which no id is, says that these are all, where nothing has changed.
listed as (
    select customer_id from rebuilt
    union all
    select ' ' as customer_id
    union all
    select '{{ unseen_by_history() }}' as customer_id
    from {{ complete_build() }}
    where not has_history
)

select
    customer_id,
    '{{ invocation_id }}' as build_id
from listed
group by customer_id
{%- endif %}
