{{ config(enabled=is_built_by_customer(), tags=['by_customer']) }}
{%- set loaded_currencies = loaded_licenses([
    clean_text('company_id') ~ ' as customer_id',
    upper_case(clean_text('currency')) ~ ' as currency',
]) -%}
{#- Few rows are of the last load: only their ids are cleaned. -#}
{%- set loaded_updates = loaded_licenses([
    'company_id', try_cast('updated_at', 'timestamp') ~ ' as updated_at',
]) -%}
{%- set updated_customer = 'updates.customer_id' if reads_csv() else clean_text('updates.company_id') -%}
{%- set raw_companies = ref('stg_planhat__companies') -%}
{%- set is_now = "build_id = '" ~ invocation_id ~ "'" -%}
{%- set was = "build_id <> '" ~ invocation_id ~ "'" -%}

with fingerprints as (
    select * from {{ ref('int_customer_fingerprints') }}
),

settings as (
    select * from {{ ref('int_build_fingerprints') }}
)
{%- if not has_complete_build() %}

-- There is no complete build to add to: none means all.
select
    customer_id,
    source_table as reason
from fingerprints
where 1 = 0
{%- else %},

currencies as (
    {{ loaded_currencies | indent(4) }}
),
{% if var('incremental') == 'updated_at' %}
updates as (
    {{ loaded_updates | indent(4) }}
),
{% endif %}
companies as (
    select * from {{ raw_companies }}
),

built_licenses as (
    select * from {{ relation_by_name('fct_licenses') }}
),

built_changes as (
    select * from {{ relation_by_name('int_arr_changes') }}
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
    select
        customer_id,
        source_table as reason
    from fingerprints
    group by customer_id, source_table
    having count(*) = 1 or min(fingerprint) <> max(fingerprint)
    union all
    select
        coalesce(currencies.customer_id, '') as customer_id,
        'exchange_rate' as reason
    from currencies
    inner join changed_rates
        on coalesce(currencies.currency, '{{ var("reporting_currency") }}') = changed_rates.currency
    {%- if var('incremental') == 'updated_at' %}
    union all
    select
        coalesce({{ updated_customer }}, '') as customer_id,
        'updated_at' as reason
    from updates
    cross join (
        select max(case when fingerprint <> '-' then fingerprint end) as updated_at
        from settings
        where setting = 'the newest update' and {{ was }}
    ) as newest
    where coalesce(updates.updated_at >= cast(newest.updated_at as timestamp), true)
    {%- endif %}
    {%- if var('auto_renew_past_end') %}
    union all
    -- Licences that have gone past their end since.
    select
        built_licenses.customer_id,
        'past_end' as reason
    from built_licenses
    inner join dates
        on built_licenses.ends_before > dates.was and built_licenses.ends_before <= dates.is_now
    where built_licenses.auto_renews
    {%- endif %}
    union all
    -- Rows of the companies table that hold since.
    select
        companies.customer_id,
        'company' as reason
    from companies
    inner join dates
        on companies.valid_from > dates.was and companies.valid_from <= dates.is_now
    where companies.customer_id is not null
    union all
    -- What was to come has come: the months since the last one have movements.
    select
        built_changes.customer_id,
        'complete_month' as reason
    from built_changes
    inner join dates
        on
            built_changes.month_index >= {{ month_index(add_days('dates.was', 1)) }}
            and built_changes.month_index < {{ month_index(add_days('dates.is_now', 1)) }}
)

select
    customer_id,
    reason
from found
group by customer_id, reason
{%- endif %}
