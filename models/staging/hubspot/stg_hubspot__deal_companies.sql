{{ config(enabled=uses_source('hubspot')) }}
{#- The type of the association with the primary company. -#}
{%- set primary_type = 5 %}
{% if source_option('hubspot', 'loader') == 'fivetran' -%}
with loaded as (
    {{ source_rows('hubspot', 'deal_companies') | indent(4) }}
),

linked as (
    select
        source_connection,
        deal_id,
        company_id,
        coalesce(type_id = '{{ primary_type }}', false) as is_primary
    from loaded
    where not is_deleted
)
{%- else -%}
with deals as (
    {{ source_rows('hubspot', 'deals') | indent(4) }}
),

elements as (
    {{ json_rows('deals', ['source_connection', 'deal_id'], 'company_ids', 'company') | indent(4) }}
),

linked as (
    select
        source_connection,
        deal_id,
        {{ json_text('company') }} as company_id,
        false as is_primary
    from elements
)
{%- endif %}

select
    source_connection,
    deal_id,
    company_id,
    max(case when is_primary then 1 else 0 end) = 1 as is_primary
from linked
where company_id is not null
group by source_connection, deal_id, company_id
