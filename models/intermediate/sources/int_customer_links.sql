{%- set sources = sources_giving('licenses') -%}
{%- set listed = (['planhat'] if uses_source('planhat') else []) + other_sources() -%}
{{ config(
    enabled=(other_sources() + usage_sources()) | length > 0 or has_input('customer_links'),
) }}
with customers as (
    {%- for source in listed %}
    select
        '{{ source }}' as source_system,
        '{{ source_rules()[source].system }}' as linked_system,
        customer_id as source_customer_id,
        cast(null as {{ dbt.type_string() }}) as stated_id
    from {{ ref('product_retention', 'stg_' ~ source ~ '__licenses') }}
    group by customer_id
    {%- if source in sources_with('companies') %}
    union all
    select
        '{{ source }}' as source_system,
        '{{ source_rules()[source].system }}' as linked_system,
        customer_id as source_customer_id,
        stated_company_id as stated_id
    from {{ ref('product_retention', 'stg_' ~ source ~ '__companies') }}
    {%- endif %}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
    {%- for source in usage_sources()
        if source in sources_giving('tickets') or not source_option(source, 'ids_of') %}
    union all
    select
        '{{ source }}' as source_system,
        '{{ source_rules()[source].system }}' as linked_system,
        customer_id as source_customer_id,
        cast(null as {{ dbt.type_string() }}) as stated_id
    from {{ ref(
        'product_retention', 'stg_' ~ source ~ '__' ~ source_rules()[source].gives
    ) }}
    group by customer_id
    {%- endfor %}
),

{% if has_input('customer_links') -%}
links as (
    select
        source_system as linked_system,
        source_customer_id,
        min(company_id) as company_id
    from {{ ref('product_retention', 'stg_planhat__customer_links') }}
    where company_id is not null
    group by source_system, source_customer_id
),

{% endif -%}
known as (
    select
        source_system,
        linked_system,
        source_customer_id,
        min(stated_id) as stated_id
    from customers
    where source_customer_id is not null
    group by source_system, linked_system, source_customer_id
),

{% set linked_id = 'coalesce(links.company_id, known.stated_id)' if has_input('customer_links')
    else 'known.stated_id' -%}
linked as (
    select
        known.source_system,
        known.source_customer_id,
        {{ linked_id }} as linked_id
    from known
    {%- if has_input('customer_links') %}
    left join links
        on
            known.linked_system = links.linked_system
            and known.source_customer_id = links.source_customer_id
    {%- endif %}
)

-- The ids of the first source stand for themselves.
select
    source_system,
    source_customer_id,
    coalesce(
        linked_id,
        case when source_system <> '{{ sources[0] }}' then source_system || ':' else '' end
        || source_customer_id
    ) as customer_id,
    linked_id is null and source_system <> '{{ sources[0] }}' as is_unlinked
from linked
