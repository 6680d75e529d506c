{#- With Planhat alone nothing is copied: the signals of staging. -#}
{%- set sources = sources_giving('tickets') -%}
{{ config(materialized='table' if sources else 'view') }}
{%- set is_linked = other_sources() or usage_sources() or has_input('customer_links') -%}
{%- set numbers = ['open_tickets', 'stakeholder_contacts', 'engagement_score', 'health_score'] -%}
{%- set texts = ['signal_date_text', 'unread_fields', 'unread_line', 'mended_line'] %}

with planhat as (
    select * from {{ ref('product_retention', 'stg_planhat__account_signals') }}
)
{%- if is_linked %},

links as (
    select * from {{ ref('product_retention', 'int_customer_links') }}
)
{%- endif %}
{%- if sources %},

-- A ticket of two companies that count as one is one.
tickets as (
    {%- for source in sources %}
    select
        tickets.source_connection,
        tickets.conversation_id,
        tickets.version_number,
        links.customer_id as company_id,
        min(tickets.opened_on) as opened_on,
        min(tickets.closed_on) as closed_on
    from {{ ref('product_retention', 'stg_' ~ source ~ '__tickets') }} as tickets
    inner join links
        on links.source_system = '{{ source }}' and tickets.customer_id = links.source_customer_id
    where tickets.opened_on is not null
    group by
        tickets.source_connection, tickets.conversation_id, tickets.version_number,
        links.customer_id
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

changes as (
    select company_id, 1 as tickets, opened_on as signal_date from tickets
    union all
    select company_id, -1 as tickets, closed_on as signal_date from tickets
    where closed_on is not null
),

daily_changes as (
    select
        company_id,
        sum(tickets) as tickets,
        signal_date
    from changes
    group by company_id, signal_date
),

counted as (
    select
        company_id,
        {{ running_sum('tickets', ['company_id'], 'signal_date') }} as open_tickets,
        signal_date
    from daily_changes
)
{%- endif %}
{%- if is_linked %}

select
    coalesce(links.customer_id, planhat.company_id) as company_id,
    {%- for column in numbers + ['signal_date'] + texts %}
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
    {%- for number in numbers %}
    cast({{ number if number == 'open_tickets' else 'null' }} as {{ amount_type() }}) as {{ number }},
    {%- endfor %}
    signal_date,
    {%- for text in texts %}
    cast({{ 'signal_date' if text == 'signal_date_text' else 'null' }} as {{ dbt.type_string() }})
        as {{ text }}{{ ',' if not loop.last }}
    {%- endfor %}
from counted
{%- endif %}
