with products as (
    select * from {{ ref('product_retention', 'int_catalog_products') }}
),

product_names as (
    select * from {{ ref('product_retention', 'int_product_names') }}
),

aliases as (
    select * from {{ ref('product_retention', 'stg_planhat__product_aliases') }}
    where coalesce(product_alias, product_id) is not null
),

texts as (
    select
        product_text,
        sum(arr) as arr
    from {{ ref('product_retention', 'int_stated_arr') }}
    group by product_text
),

stakes as (
    select
        product_names.product_key,
        sum(texts.arr) as arr
    from product_names
    inner join texts
        on product_names.product_text = texts.product_text
    group by product_names.product_key
),

unusable_aliases as (
    select
        aliases.product_alias,
        min(
            case
                when aliases.product_alias is null then 'no alias'
                when products.product_id is null
                    then 'no product "' || coalesce(aliases.product_id, '') || '" in the catalog'
                else 'the alias is the id or name of its own product'
            end
        ) as detail,
        count(*) as raw_rows
    from aliases
    left join products
        on aliases.product_id = products.product_id
    where
        aliases.product_alias is null
        or products.product_id is null
        or {{ text_key('aliases.product_alias') }} in (
            {{ text_key('products.product_id') }}, {{ text_key('products.product_name') }}
        )
    group by aliases.product_alias
)

select
    'products' as raw_table,
    product_names.product_text as row_key,
    'ambiguous_product' as issue,
    'the text means several products; the licences count under "' || product_names.product_id || '"'
        as detail,

    1 as raw_rows,
    texts.arr
from product_names
inner join texts
    on product_names.product_text = texts.product_text
where product_names.is_ambiguous
union all
select
    'product_aliases' as raw_table,
    coalesce(unusable_aliases.product_alias, '') as row_key,
    'unusable_alias' as issue,
    unusable_aliases.detail,

    unusable_aliases.raw_rows,
    coalesce(stakes.arr, 0) as arr
from unusable_aliases
left join stakes
    on {{ text_key('unusable_aliases.product_alias') }} = stakes.product_key
