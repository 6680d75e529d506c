{{ config(enabled=uses_source('intercom')) }}
{%- if source_option('intercom', 'loader') == 'airbyte' %}
with conversations as (
    select
        source_connection,
        conversation_id,
        {{ json_text('contacts', ['contacts']) }} as contact_list
    from {{ ref('product_retention', 'stg_intercom__conversations') }}
),

elements as (
    {{ json_rows('conversations', ['source_connection', 'conversation_id'], 'contact_list', 'contact')
        | indent(4) }}
),

links as (
    select
        source_connection,
        conversation_id,
        {{ json_text('contact', ['id']) }} as contact_id
    from elements
)
{%- else %}
with loaded as (
    {{ source_rows('intercom', 'conversation_contacts') | indent(4) }}
),

links as (
    select
        source_connection,
        conversation_id,
        contact_id
    from loaded
    where is_current and not is_deleted
)
{%- endif %}

select
    source_connection,
    conversation_id,
    contact_id
from links
where contact_id is not null
group by source_connection, conversation_id, contact_id
