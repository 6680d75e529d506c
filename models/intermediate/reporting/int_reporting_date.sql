{%- set as_of_date = setting('as_of_date') -%}
{%- set known_at = setting('known_at') -%}
{#- The last moment that this build can know of. -#}
{%- set last_time = load_time() if known_at is none else "'" ~ known_at ~ "'" -%}
{%- set last_day = 'cast(' ~ last_time ~ ' as date)' %}
{%- if none not in [as_of_date, known_at] and known_at | string < as_of_date | string -%}
    {%- set as_of_date = known_at -%}
{%- endif %}
{%- set is_synced = other_sources() and none == known_at and none == as_of_date %}
with licenses as (
    select
        cast(updated_at as date) as updated_on,
        cast(created_at as date) as created_on
    from {{ ref('product_retention', 'int_licenses_deduplicated') }}
),

{% if is_synced -%}
-- What a loader has looked at is known to that day, however old the newest change is.
synced as (
    select max(cast(synced_at as date)) as newest_sync
    from {{ ref('product_retention', 'int_licenses_landed') }}
    where cast(synced_at as date) <= {{ last_day }}
),

{% endif -%}
-- A day in the future is a typing error.
newest_changes as (
    select
        max(case when updated_on <= {{ last_day }} then updated_on end) as newest_update,
        max(case when created_on <= {{ last_day }} then created_on end) as newest_creation
    from licenses
)

select
    {% if as_of_date is not none -%}
    cast('{{ as_of_date }}' as date) as as_of_date,
    {%- else -%}
    coalesce(
        {%- if is_synced %}
        case
            when
                newest_sync >= coalesce(newest_creation, newest_sync)
                and newest_sync >= coalesce(newest_update, newest_sync)
                then newest_sync
        end,
        {%- endif %}
        case
            when newest_creation > newest_update then newest_creation
            else coalesce(newest_update, newest_creation)
        end,
        {{ last_day }}
    ) as as_of_date,
    {%- endif %}
    '{{ setting("input") }}' as source_input,
    {{ load_time() }} as loaded_at,
    {{ add_days(last_day, 1) }} as last_usage_day
from newest_changes
{{- '\ncross join synced' if is_synced }}
