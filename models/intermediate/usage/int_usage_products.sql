with usage_rows as (
    select * from {{ ref('product_retention', 'int_product_usage_landed') }}
    where product_text is not null
),

product_names as (
    select * from {{ ref('product_retention', 'int_product_names') }}
),

known_products as (
    select product_id from {{ ref('product_retention', 'int_catalog_products') }}
    union distinct
    select product_id from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted
),

texts as (
    select product_text
    from usage_rows
    group by product_text
),

keyed_texts as (
    select
        product_text,
        {{ text_key('product_text') }} as product_key
    from texts
),

-- A text that licences and the catalog lack is that of theirs which differs in case or blanks.
keyed_names as (
    select
        product_key,
        min(product_id) as product_id
    from product_names
    group by product_key
),

resolved as (
    select
        keyed_texts.product_text,
        coalesce(
            product_names.product_id,
            keyed_names.product_id,
            min(keyed_texts.product_text) over (partition by keyed_texts.product_key)
        ) as product_id
    from keyed_texts
    left join product_names
        on keyed_texts.product_text = product_names.product_text
    left join keyed_names
        on keyed_texts.product_key = keyed_names.product_key
)

select
    resolved.product_text,
    resolved.product_id,
    known_products.product_id is not null as is_known
from resolved
left join known_products
    on resolved.product_id = known_products.product_id
