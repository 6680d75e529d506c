{{ config(enabled=uses_source('intercom')) }}
{%- set is_airbyte = source_option('intercom', 'loader') == 'airbyte' %}
{%- set open_states = ['open'] + (
    ['snoozed'] if source_option('intercom', 'snoozed_counts_as_open') else []
) %}
with loaded as (
    select
        *,
        lower(coalesce(
            state, case when {{ is_true('is_stated_open') }} then 'open' else 'closed' end
        )) as stated_state
    from (
        {{ source_rows('intercom', 'conversations') | indent(8) }}
    ) as conversations
)

select
    source_connection,
    conversation_id,
    contacts,
    stated_state in ('{{ open_states | join("', '") }}') and not is_deleted as is_open,
    {{ 'true' if is_airbyte else 'is_current' }} as is_current,
    {{ source_time('created_at') }} as created_at,
    {{ source_time('updated_at') }} as updated_at,
    {%- if is_airbyte %}
    case
        when stated_state = 'closed'
            then {{ source_time(json_text('statistics', ['last_close_at'])) }}
    end as starts_at,
    cast(null as timestamp) as ends_at,
    {%- else %}
    {{ source_time('starts_at') }} as starts_at,
    {{ source_time('ends_at') }} as ends_at,
    {%- endif %}
    synced_at
from loaded
