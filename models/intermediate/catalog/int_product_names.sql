with products as (
    select * from {{ ref('int_catalog_products') }}
),

aliases as (
    select * from {{ ref('stg_planhat__product_aliases') }}
),

names as (
    select
        {{ lower_case('product_id') }} as product_text,
        product_id,
        1 as match_rank
    from products
    union all
    select
        {{ lower_case('product_name') }} as product_text,
        product_id,
        2 as match_rank
    from products
    union all
    select
        {{ lower_case('aliases.product_alias') }} as product_text,
        products.product_id,
        3 as match_rank
    from aliases
    inner join products
        on aliases.product_id = products.product_id
    where aliases.product_alias is not null
),

ranked as (
    select
        *,
        row_number() over (partition by product_text order by match_rank, product_id) as name_rank
    from names
)

select
    product_text,
    product_id,
    match_rank = 3 as is_alias
from ranked
where name_rank = 1
