{%- set known_at = var('known_at') -%}
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
    {{ column }}{{ "," if not loop.last }}
    {%- endfor %}
from versions
{%- endif %}
