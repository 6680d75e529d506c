{%- set known_at = var('known_at') -%}
{#- Figures and history must be made of the same rows: they are held where they are not yet. -#}
{%- set is_held = reads_csv() or known_at is not none or is_built_by_customer() -%}
{{ config(materialized='view' if is_held else 'table') }}
{% if known_at is none -%}
select * from {{ ref('stg_planhat__licenses') }}
{%- else -%}
with versions as (
    select * from {{ license_versions_relation() }}
    where
        {{ is_known_on(known_at) | indent(8) }}
)

select
    license_id,
    {%- for column in license_columns() %}
    {{ column }},
    {%- endfor %}
    unread_fields,
    unread_line
from versions
{%- endif %}
