{{ config(enabled=uses_source('chargebee')) }}
{%- set history = chargebee_history() -%}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
{%- set columns = ['source_connection'] + (chargebee_tables()['subscriptions'].columns | list)
    + ['is_deleted', 'synced_at'] %}
with loaded as (
    select
        {{ columns | join(', ') }},
        {{ no_text }} as event_id,
        {{ no_text }} as event_type,
        coalesce({{ source_time('updated_at') }}, synced_at) as changed_at
    from {{ ref('product_retention', 'stg_chargebee__subscription_rows') }}
    {%- if history == 'events' %}
    union all
    select
        {{ columns | join(', ') }},
        event_id,
        event_type,
        occurred_at as changed_at
    from {{ ref('product_retention', 'stg_chargebee__events') }}
    {%- endif %}
),

-- The same version may have been loaded twice.
ranked as (
    select
        *,
        {{ try_cast('resource_version', 'decimal(20, 0)') }} as resource_number,
        max(case when event_id is not null then changed_at end) over (
            partition by source_connection, subscription_id
        ) as last_event_at,
        row_number() over (
            partition by
                source_connection, subscription_id, case when event_id is null then 0 else 1 end
            order by changed_at desc nulls last, synced_at desc nulls last, status, items
        ) as rank_in_table,
        row_number() over (
            partition by source_connection, subscription_id, changed_at, event_id
            order by synced_at desc nulls last, status, items
        ) as copy_number
    from loaded
)

select
    {{ columns | join(', ') }}, event_type, changed_at,
    row_number() over (
        partition by source_connection, subscription_id
        order by
            changed_at asc nulls first, case when event_id is null then 1 else 0 end asc,
            resource_number asc nulls first, event_id asc nulls last
    ) as version_number
from ranked
where
    {%- if history == 'events' %}
    -- The table itself says only what happened since the last event.
    event_id is not null
    or (rank_in_table = 1 and (last_event_at is null or changed_at >= last_event_at))
    {%- elif history == 'versions' %}
    copy_number = 1
    {%- else %}
    rank_in_table = 1
    {%- endif %}
