{%- set others = sources_with('products') -%}
{{ config(materialized='table' if others else 'view') }}
with aliases as (
    select
        product_alias,
        product_id
    from {{ ref('product_retention', 'stg_planhat__product_aliases') }}
)
{%- if others %},

products as (
    select * from {{ ref('product_retention', 'stg_planhat__products') }}
),

stated as (
    {%- for source in others %}
    select
        product_id,
        product_name
    from {{ ref('product_retention', 'stg_' ~ source ~ '__products') }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- The id of a source stands for the product of the catalog that has its name.
named as (
    select
        stated.product_id as product_alias,
        min(products.product_id) as product_id
    from stated
    inner join products
        on {{ text_key('stated.product_name') }} = {{ text_key('products.product_name') }}
    group by stated.product_id
)
{%- endif %}

select
    product_alias,
    product_id
from aliases
{%- if others %}
where product_alias is not null
union all
select
    product_alias,
    product_id
from named
where
    product_alias not in (
        select aliases.product_alias from aliases where aliases.product_alias is not null
    )
{%- endif %}
