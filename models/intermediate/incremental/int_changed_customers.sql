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
    upper_case(clean_text('currency')) ~ ' as currency',
    try_cast('updated_at', 'timestamp') ~ ' as updated_at',
]) -%}
{%- set is_now = "build_id = '" ~ invocation_id ~ "'" -%}
{%- set was = "build_id <> '" ~ invocation_id ~ "'" -%}

with fingerprints as (
    select * from {{ ref('int_customer_fingerprints') }}
),

settings as (
    select * from {{ ref('int_build_fingerprints') }}
)
{%- if not is_incremental() %}

-- There is no complete build to add to: none means all.
select
    customer_id,
    build_id
from fingerprints
where 1 = 0
{%- else %},

loaded as (
    {{ loaded | indent(4) }}
),

built as (
    select * from {{ relation_by_name('int_licenses_validated') }}
),

built_licenses as (
    select * from {{ relation_by_name('fct_licenses') }}
),

built_changes as (
    select * from {{ relation_by_name('int_arr_changes') }}
),

parents as (
    select * from {{ parents }}
),

dates as (
    select
        cast(max(case when {{ is_now }} then fingerprint end) as date) as is_now,
        cast(max(case when {{ was }} then fingerprint end) as date) as was
    from settings
    where setting = 'the reporting date'
),

changed_rates as (
    select substr(setting, 6) as currency
    from settings
    where setting like 'rate %'
    group by setting
    having count(*) = 1 or min(fingerprint) <> max(fingerprint)
),

found as (
    select customer_id
    from fingerprints
    group by customer_id, source_table
    having count(*) = 1 or min(fingerprint) <> max(fingerprint)
    union all
    select coalesce(loaded.customer_id, '') as customer_id
    from loaded
    inner join changed_rates
        on coalesce(loaded.currency, '{{ var("reporting_currency") }}') = changed_rates.currency
    {%- if var('incremental') == 'updated_at' %}
    union all
    select coalesce(loaded.customer_id, '') as customer_id
    from loaded
    cross join (
        select max(case when fingerprint <> '-' then fingerprint end) as updated_at
        from settings
        where setting = 'the newest update' and {{ was }}
    ) as newest
    where coalesce(loaded.updated_at >= cast(newest.updated_at as timestamp), true)
    {%- endif %}
    {%- if var('auto_renew_past_end') %}
    union all
    -- Licences that have gone past their end since.
    select built_licenses.customer_id
    from built_licenses
    inner join dates
        on built_licenses.ends_before > dates.was and built_licenses.ends_before <= dates.is_now
    where built_licenses.auto_renews
    {%- endif %}
    union all
    -- What was to come has come: the months since the last one have movements.
    select built_changes.customer_id
    from built_changes
    inner join dates
        on
            built_changes.month_index >= {{ month_index(add_days('dates.was', 1)) }}
            and built_changes.month_index < {{ month_index(add_days('dates.is_now', 1)) }}
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
)

select
    customer_id,
    '{{ invocation_id }}' as build_id
from listed
group by customer_id
{%- endif %}
