{%- set texts = ['product_name', 'product_family', 'tier', 'product_role', 'product_type'] %}

with rows_of_products as (
    select * from {{ ref('product_retention', 'stg_planhat__products') }}
    where product_id is not null
),

products as (
    select * from {{ ref('product_retention', 'int_catalog_products') }}
),

type_words as (
    {{ input_words('product_type') | indent(4) }}
),

stated_arr as (
    select * from {{ ref('product_retention', 'int_stated_arr') }}
),

-- Rows of one product that say the same are one.
distinct_rows as (
    select
        rows_of_products.product_id,
        coalesce(type_words.meaning, rows_of_products.product_type, 'active') as kind,
        count(*) as raw_rows
    from rows_of_products
    left join type_words
        on rows_of_products.product_type = type_words.word
    group by
        rows_of_products.product_id,
        rows_of_products.{{ texts | join(', rows_of_products.') }},
        rows_of_products.tier_rank, rows_of_products.launched_on,
        coalesce(type_words.meaning, rows_of_products.product_type, 'active')
),

found as (
    select
        product_id,
        case
            when min(kind) <> max(kind) then 'product_type_contradicts'
            else 'product_listed_twice'
        end as issue,
        {{ text_of('count(*)') }} || ' rows that differ' as detail,
        sum(raw_rows) as raw_rows
    from distinct_rows
    group by product_id
    having count(*) > 1
    {%- for column in ['tier_rank', 'launched_on'] %}
    union all
    select
        product_id,
        'unreadable_table_field' as issue,
        '{{ column }} is "' || {{ column }}_text || '"' as detail,
        1 as raw_rows
    from rows_of_products
    where {{ column }} is null and {{ column }}_text is not null
    {%- endfor %}
),

families as (
    select
        {{ text_key('product_family') }} as family_key,
        min(product_family) as first_family,
        max(product_family) as last_family,
        count(*) as raw_rows
    from products
    group by {{ text_key('product_family') }}
    having min(product_family) <> max(product_family)
),

keyed as (
    select
        product_id as row_key,
        product_id,
        issue,
        min(detail) as detail,
        sum(raw_rows) as raw_rows
    from found
    group by product_id, issue
    union all
    select
        families.first_family as row_key,
        products.product_id,
        'near_equal_family' as issue,
        'spelled "' || families.first_family || '" and "' || families.last_family || '"' as detail,
        families.raw_rows
    from families
    inner join products
        on families.family_key = {{ text_key('products.product_family') }}
)

select
    'products' as raw_table,
    keyed.row_key,
    keyed.issue,
    keyed.detail,

    keyed.raw_rows,
    coalesce(sum(stated_arr.arr), 0) as arr
from keyed
left join stated_arr
    on keyed.product_id = stated_arr.product_id
group by keyed.row_key, keyed.issue, keyed.detail, keyed.raw_rows
