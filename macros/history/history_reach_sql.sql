{#- One row: from when to when the history of licences reaches, and whether that serves this run. -#}
{% macro history_reach_sql(history) -%}
{%- set known_at = var('known_at') -%}
with changes as (
    select
        min(dbt_valid_from) as begins_at,
        max(coalesce(dbt_valid_to, dbt_valid_from)) as reaches_to
    from {{ history }}
)

select
    {{ text_of('begins_at') }} as begins_at,
    {{ text_of('reaches_to') }} as reaches_to,
    {{ text_of(load_time()) }} as loaded_at,
    {% if known_at is none -%}
    true
    {%- else -%}
    begins_at < {{ after_day(known_at) }}
    {%- endif %} as is_begun,
    coalesce(reaches_to > {{ load_time() }}, false) as is_ahead
from changes
{%- endmacro %}
