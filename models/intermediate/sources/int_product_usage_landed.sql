{#- With Planhat alone nothing is copied: the usage of staging. -#}
{%- set sources = sources_giving('events') -%}
{{ config(materialized='table' if sources else 'view') }}
{%- set is_linked = other_sources() or usage_sources() or has_input('customer_links') -%}
{%- set numbers = [
    'active_users', 'used_units', 'entitled_units', 'features_used', 'features_available',
] -%}
{%- set texts = ['usage_date_text', 'unread_fields', 'unread_line', 'mended_line'] %}

with planhat as (
    select * from {{ ref('product_retention', 'stg_planhat__product_usage') }}
)
{%- if is_linked %},

links as (
    select * from {{ ref('product_retention', 'int_customer_links') }}
)
{%- endif %}
{%- if sources %},

usage_events as (
    select * from {{ ref('product_retention', 'usage_events') }}
),

events as (
    {%- for source in sources %}
    select
        '{{ source }}' as source_system,
        '{{ source_option(source, 'ids_of') or source }}' as id_system,
        customer_id,
        event,
        user_id,
        event_date
    from {{ ref('product_retention', 'stg_' ~ source ~ '__events') }}
    where customer_id is not null and event_date is not null
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

linked as (
    select
        events.source_system,
        {{ linked_id('links.customer_id', 'events.id_system', 'events.customer_id') }}
            as company_id,
        usage_events.product_id as product_text,
        events.event,
        events.user_id,
        events.event_date as usage_date
    from events
    inner join usage_events
        on events.event = usage_events.event
    left join links
        on
            events.id_system = links.source_system
            and events.customer_id = links.source_customer_id
),

-- A user counts once, in however many groups of the company.
counted as (
    select
        company_id,
        product_text,
        count(distinct user_id) as active_users,
        count(distinct event) as features_used,
        usage_date
    from linked
    group by source_system, company_id, product_text, usage_date
)
{%- endif %}
{%- if is_linked %}

select
    coalesce(links.customer_id, planhat.company_id) as company_id,
    {%- for column in ['product_text'] + numbers + ['usage_date'] + texts %}
    planhat.{{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from planhat
left join links
    on links.source_system = 'planhat' and planhat.company_id = links.source_customer_id
{%- else %}

select * from planhat
{%- endif %}
{%- if sources %}
union all
select
    company_id,
    product_text,
    {%- for number in numbers %}
    cast({{ number if number in ['active_users', 'features_used'] else 'null' }} as {{ amount_type() }})
        as {{ number }},
    {%- endfor %}
    usage_date,
    {%- for text in texts %}
    cast({{ 'usage_date' if text == 'usage_date_text' else 'null' }} as {{ dbt.type_string() }})
        as {{ text }}{{ ',' if not loop.last }}
    {%- endfor %}
from counted
{%- endif %}
