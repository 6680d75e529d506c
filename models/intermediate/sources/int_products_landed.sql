{%- set others = sources_with('products') -%}
{{ config(materialized='table' if others else 'view') }}
{%- set columns = [
    'product_id', 'product_name', 'product_family', 'tier', 'product_role', 'product_type',
    'tier_rank', 'launched_on',
] -%}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with listed as (
    select
        {{ columns | join(',\n        ') }}
    from {{ ref('product_retention', 'stg_planhat__products') }}
)
{%- if others %},

aliases as (
    select product_alias from {{ ref('product_retention', 'int_product_aliases_landed') }}
),

-- What the catalog lacks is called as its source calls it.
stated as (
    {%- for source in others %}
    select
        product_id,
        product_name
    from {{ ref('product_retention', 'stg_' ~ source ~ '__products') }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)
{%- endif %}

select * from listed
{%- if others %}
union all
select
    product_id,
    min(product_name) as product_name,
    {{ no_text }} as product_family,
    {{ no_text }} as tier,
    {{ no_text }} as product_role,
    {{ no_text }} as product_type,
    cast(null as integer) as tier_rank,
    cast(null as date) as launched_on
from stated
where
    product_id not in (select aliases.product_alias from aliases)
    and product_id not in (select listed.product_id from listed where listed.product_id is not null)
group by product_id
{%- endif %}
