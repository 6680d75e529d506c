{{ config(enabled=usage_sources() | length > 0) }}
with usage_events as (
    select event from {{ ref('product_retention', 'usage_events') }}
    group by event
),

judged as (
    {%- for source in usage_sources() %}
    {%- set gives = source_rules()[source].gives %}
    select
        '{{ source }}' as source_system,
        '{{ 'product_usage' if gives == 'events' else 'account_signals' }}' as raw_table,
        {%- if gives == 'events' %}
        source_connection || ':' || event_id as row_id,
        'event "' || coalesce({{ source }}.event, '') || '"' as detail,
        case
            when usage_events.event is null then 'event_without_product'
            when customer_id is null or event_date is null then 'event_without_company_or_day'
        end as issue
        {%- else %}
        source_connection || ':' || conversation_id as row_id,
        'conversation ' || coalesce(conversation_id, '') as detail,
        case
            when customer_id is null or opened_on is null then 'ticket_without_company_or_day'
        end as issue
        {%- endif %}
    from {{ ref('product_retention', 'stg_' ~ source ~ '__' ~ gives) }} as {{ source }}
    {%- if gives == 'events' %}
    left join usage_events
        on {{ source }}.event = usage_events.event
    {%- endif %}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    raw_table,
    source_system as row_key,
    issue,
    min(detail) as detail,

    count(distinct row_id) as raw_rows,
    cast(null as {{ money_total_type() }}) as arr
from judged
where issue is not null
group by raw_table, source_system, issue
