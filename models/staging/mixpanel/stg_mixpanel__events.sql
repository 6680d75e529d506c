{{ config(enabled=uses_source('mixpanel')) }}
{%- set columns = ['source_connection', 'event_id', 'event', 'user_id', 'event_date', 'synced_at'] %}
{%- set key = source_option('mixpanel', 'company_key') %}
with loaded as (
    {{ source_rows('mixpanel', 'events') | indent(4) }}
),

-- The time is in the zone of the project, whatever zone the loader writes behind it.
events as (
    select
        source_connection,
        event_id,
        event,
        user_id,
        coalesce(company_ids, {{ json_text('properties', [key]) }}) as company_ids,
        {{ stated_day('event_time') }} as event_date,
        synced_at
    from loaded
    where not is_deleted
),

of_companies as (
    {{ listed_values('events', columns, 'company_ids', 'customer_id') }}
)

select * from of_companies
