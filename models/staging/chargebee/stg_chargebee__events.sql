{{ config(enabled=uses_source('chargebee') and chargebee_history() == 'events') }}
{%- set columns = chargebee_tables()['subscriptions'].columns -%}
{%- set same_as = source_option('chargebee', 'same_as_field') -%}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
with loaded as (
    {{ source_rows('chargebee', 'events') | indent(4) }}
)

-- The subscription as it was after the event, in the columns of its own table.
select
    source_connection,
    {%- for column, names in columns.items() %}
    {%- set path = same_as.split('.') if column == 'same_as' and names else names %}
    {{ json_text('content', ['subscription'] + path) if names else no_text }} as {{ column }},
    {%- endfor %}
    {{ is_true(json_text('content', ['subscription', 'deleted'])) }} as is_deleted,
    event_id,
    lower(event_type) as event_type,
    {{ source_time('occurred_at') }} as occurred_at,
    synced_at
from loaded
where
    lower(event_type) like 'subscription%'
    and {{ json_text('content', ['subscription', 'id']) }} is not null
