{{ config(enabled=uses_source('intercom')) }}
{%- if source_option('intercom', 'loader') == 'airbyte' %}
with loaded as (
    select
        source_connection,
        contact_id,
        {{ json_text('companies', ['data']) }} as company_list
    from (
        {{ source_rows('intercom', 'contacts') | indent(8) }}
    ) as contacts
    where not is_deleted
),

elements as (
    {{ json_rows('loaded', ['source_connection', 'contact_id'], 'company_list', 'company')
        | indent(4) }}
),

links as (
    select
        source_connection,
        contact_id,
        {{ json_text('company', ['id']) }} as customer_id
    from elements
)
{%- else %}
with loaded as (
    {{ source_rows('intercom', 'contact_companies') | indent(4) }}
),

links as (
    select
        source_connection,
        contact_id,
        company_id as customer_id
    from loaded
    where is_current and not is_deleted
)
{%- endif %}

select
    source_connection,
    contact_id,
    customer_id
from links
where customer_id is not null
group by source_connection, contact_id, customer_id
