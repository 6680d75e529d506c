-- A source that is named has rows: a loader that broke must not look like customers that left.
{{ config(
    enabled=(other_sources() + usage_sources()) | length > 0, severity=setting('empty_source'),
    meta={'has_messages': true}, tags=['gate'],
) }}
with sources as (
    {%- for source in other_sources() + usage_sources() %}
    select
        '{{ source }}' as source_system,
        count(*) as row_count
    from {{ ref(
        'product_retention',
        'stg_' ~ source ~ '__' ~ source_rules()[source].get('gives', 'licenses')
    ) }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    'Source ' || source_system || ' has no row. See its options loader and schema in var sources, or '
    || 'set var empty_source: warn' as message
from sources
where row_count = 0
