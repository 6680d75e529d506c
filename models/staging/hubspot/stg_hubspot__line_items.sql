{{ config(enabled=uses_source('hubspot')) }}
with loaded as (
    {{ source_rows('hubspot', 'line_items') | indent(4) }}
),

{% if source_option('hubspot', 'loader') == 'fivetran' -%}
associations as (
    {{ source_rows('hubspot', 'deal_lines') | indent(4) }}
),

linked as (
    select
        source_connection,
        deal_id,
        line_id
    from associations
    where not is_deleted
),
{%- else -%}
deals as (
    {{ source_rows('hubspot', 'deals') | indent(4) }}
),

elements as (
    {{ json_rows('deals', ['source_connection', 'deal_id'], 'line_ids', 'line') | indent(4) }}
),

linked as (
    select
        source_connection,
        deal_id,
        {{ json_text('line') }} as line_id
    from elements
),
{%- endif %}

-- A line belongs to one deal; a copy of a deal may still name the line of the first.
deal_lines as (
    select
        source_connection,
        line_id,
        min(deal_id) as deal_id
    from linked
    group by source_connection, line_id
)

select
    loaded.source_connection,
    loaded.line_id,
    deal_lines.deal_id,
    coalesce(loaded.product_id, loaded.name) as product_text,
    upper(loaded.currency) as currency,
    lower(loaded.frequency) as frequency,
    upper(loaded.period) as period,
    loaded.same_as,
    {{ source_amount('loaded.quantity') }} as quantity,
    {{ source_amount('loaded.price') }} as price,
    {{ source_amount('loaded.discount_percent') }} as discount_percent,
    {{ source_amount('loaded.discount_amount') }} as discount_amount,
    {{ source_amount('loaded.amount') }} as amount,
    {{ try_cast('loaded.term_months', 'integer') }} as term_months,
    {{ try_cast('loaded.delay_days', 'integer') }} as delay_days,
    {{ try_cast('loaded.delay_months', 'integer') }} as delay_months,
    coalesce(
        {%- for number in ['quantity', 'price', 'discount_percent', 'discount_amount'] %}
        {{ unread_value('loaded.' ~ number, source_amount('loaded.' ~ number)) }}{{ ',' if not loop.last }}
        {%- endfor %}
    ) as unread_price,
    {{ unread_value('loaded.starts_on', source_day('loaded.starts_on')) }} as unread_start,
    coalesce(
        {{ unread_value('loaded.ends_on', source_day('loaded.ends_on')) }},
        {{ unread_value('loaded.term_months', try_cast('loaded.term_months', 'integer')) }}
    ) as unread_end,
    loaded.is_deleted,
    {{ source_day('loaded.starts_on') }} as starts_on,
    {{ source_day('loaded.ends_on') }} as ends_on,
    {{ source_time('loaded.created_at') }} as created_at,
    {{ source_time('loaded.updated_at') }} as updated_at,
    loaded.synced_at
from loaded
left join deal_lines
    on
        loaded.source_connection = deal_lines.source_connection
        and loaded.line_id = deal_lines.line_id
