{{ config(enabled=uses_source('planhat_deals')) }}
{%- set won = source_option('planhat_deals', 'won_stages') %}
with loaded as (
    {{ source_rows('planhat_deals', 'deals') | indent(4) }}
)

select
    source_connection,
    deal_id,
    company_id,
    upper(currency) as currency,
    {{ source_amount('value') }} as value,
    coalesce(lower(stage) in (
        {%- for stage in won %}{{ text_literal(stage | lower) }}{{ ', ' if not loop.last }}{% endfor -%}
    ), false) as is_won,
    is_deleted,
    {{ source_day('close_date') }} as close_date,
    synced_at
from loaded
