-- The licences that this build counts.
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_landed' if setting('known_at') is none
        else 'int_licenses_deduplicated') }}
    where product_text is not null
),

products as (
    select * from {{ ref('product_retention', 'int_catalog_products') }}
),

aliases as (
    select * from {{ ref('product_retention', 'int_product_aliases_landed') }}
),

-- An alias is said on purpose, so it comes first: it may move a product of the catalog to another.
names as (
    select
        aliases.product_alias as product_text,
        products.product_id,
        1 as match_rank
    from aliases
    inner join products
        on aliases.product_id = products.product_id
    where
        {{ text_key('aliases.product_alias') }} not in (
            {{ text_key('products.product_id') }}, {{ text_key('products.product_name') }}
        )
    union all
    select
        product_id as product_text,
        product_id,
        2 as match_rank
    from products
    union all
    select
        product_name as product_text,
        product_id,
        3 as match_rank
    from products
),

texts as (
    select
        product_text,
        min(from_date) as first_from_date
    from licenses
    group by product_text
    union all
    select
        product_text,
        cast(null as date) as first_from_date
    from names
),

-- Few texts: what they have in common is found once for each.
keyed_texts as (
    select
        product_text,
        {{ text_key('product_text') }} as product_key,
        min(first_from_date) as first_from_date
    from texts
    group by product_text
),

ranked_texts as (
    select
        *,
        first_value(product_text) over (
            partition by product_key
            order by first_from_date asc nulls last, product_text asc
        ) as first_text
    from keyed_texts
),

ranked_names as (
    select
        ranked_texts.product_text,
        ranked_texts.product_key,
        ranked_texts.first_text,
        names.product_id,
        names.match_rank,
        case when names.product_text = ranked_texts.product_text then 0 else 1 end as text_rank
    from ranked_texts
    left join names
        on ranked_texts.product_key = {{ text_key('names.product_text') }}
),

-- Of aliases, of ids and of names the very text comes first.
chosen_names as (
    select
        *,
        row_number() over (
            partition by product_text order by match_rank asc, text_rank asc, product_id asc
        ) as name_rank,
        max(product_id) over (partition by product_text, match_rank, text_rank) as last_product_id
    from ranked_names
)

select
    product_text,
    product_key,
    coalesce(product_id, first_text) as product_id,
    coalesce(match_rank = 1, false) as is_alias,
    coalesce(product_id <> last_product_id, false) as is_ambiguous
from chosen_names
where name_rank = 1
