{%- set others = sources_with('companies') -%}
{{ config(materialized='table' if others else 'view') }}
{%- set segments = list_var('customer_segments') -%}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
{%- set columns = [
    'customer_id', 'customer_name', 'segment', 'industry', 'region', 'owner', 'parent_customer_id',
] + segments + ['valid_from', 'created_at'] %}

with listed as (
    select
        {{ columns | join(',\n        ') }}
    from {{ ref('product_retention', 'stg_planhat__companies') }}
)
{%- if others %},

links as (
    select * from {{ ref('product_retention', 'int_customer_links') }}
),

-- A company of several sources is as the first of them has it.
stated as (
    {%- for source in others %}
    select
        '{{ source }}' as source_system,
        {{ loop.index }} as source_rank,
        customer_id,
        customer_name,
        industry,
        owner,
        parent_customer_id,
        created_at
    from {{ ref('product_retention', 'stg_' ~ source ~ '__companies') }}
    where not is_deleted
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        stated.customer_name,
        stated.industry,
        stated.owner,
        stated.created_at,
        links.customer_id,
        parents.customer_id as parent_customer_id,
        row_number() over (
            partition by links.customer_id
            order by stated.source_rank asc, stated.customer_id asc
        ) as row_rank
    from stated
    inner join links
        on
            stated.source_system = links.source_system
            and stated.customer_id = links.source_customer_id
    left join links as parents
        on
            stated.source_system = parents.source_system
            and stated.parent_customer_id = parents.source_customer_id
)
{%- endif %}

select * from listed
{%- if others %}
union all
select
    {%- for column in columns %}
    {%- if column == 'valid_from' %}
    cast(null as date) as valid_from,
    {%- elif column in ['segment', 'region'] + segments %}
    {{ no_text }} as {{ column }},
    {%- else %}
    {{ column }}{{ ',' if not loop.last }}
    {%- endif %}
    {%- endfor %}
from ranked
where
    row_rank = 1
    and customer_id not in (
        select listed.customer_id from listed where listed.customer_id is not null
    )
{%- endif %}
