{{ config(enabled=uses_source('amplitude')) }}
{%- set columns = ['source_connection', 'event_id', 'event', 'user_id', 'event_date', 'synced_at'] %}
with loaded as (
    {{ source_rows('amplitude', 'events') | indent(4) }}
),

events as (
    select
        source_connection,
        event_id,
        event,
        coalesce(user_id, amplitude_id) as user_id,
        {{ json_text('event_groups', [source_option('amplitude', 'company_key')]) }} as company_ids,
        {{ source_day('event_time') }} as event_date,
        synced_at
    from loaded
    where not is_deleted
),

of_companies as (
    {{ listed_values('events', columns, 'company_ids', 'customer_id') }}
)

select * from of_companies
