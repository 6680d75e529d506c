{#- The columns of the companies table by which customers are segmented. -#}
{%- set attributes = ['segment', 'industry', 'region', 'owner'] + list_var('customer_segments') -%}

with companies as (
    select * from {{ ref('product_retention', 'int_companies') }}
    where customer_id = listed_id
),

-- Ids that stand for another customer: under a parent, or of another id that is nearly equal.
customer_ids as (
    select * from {{ ref('product_retention', 'int_customer_ids') }}
),

company_rows as (
    select * from {{ ref('product_retention', 'int_companies_landed') }}
    where customer_id is not null
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
    where is_accepted
),

catalog_products as (
    select * from {{ ref('product_retention', 'int_catalog_products') }}
),

bands as (
    select * from {{ ref('product_retention', 'segment_bands') }}
),

products as (
    select
        product_id,
        product_family
    from catalog_products
    union all
    select
        licenses.product_id,
        licenses.product_id as product_family
    from licenses
    left join catalog_products
        on licenses.product_id = catalog_products.product_id
    where catalog_products.product_id is null
),

named as (
    select
        'customer' as name_type,
        customer_id as known_name
    from licenses
    union all
    select
        'customer' as name_type,
        companies.customer_id as known_name
    from companies
    left join customer_ids
        on companies.customer_id = customer_ids.company_id
    where customer_ids.company_id is null
    {%- for name_type, column in {'product': 'id', 'product_family': 'family'}.items() %}
    union all
    select
        '{{ name_type }}' as name_type,
        product_{{ column }} as known_name
    from products
    {%- endfor %}
    {%- for attribute in attributes %}
    union all
    select
        'segment:{{ attribute }}' as name_type,
        coalesce({{ attribute }}, '(none)') as known_name
    from company_rows
    {%- endfor %}
    union all
    select
        'segment:billing_currency' as name_type,
        currency as known_name
    from licenses
    union all
    select
        'segment:' || segment_type as name_type,
        segment_value as known_name
    from bands
    {%- for segment_type, value in [
        ('(all)', '(all)'), ('contract_length', 'open-ended'), ('arr_rank', 'top 20 %'),
        ('arr_rank', 'rest'),
    ] %}
    union all
    select
        'segment:{{ segment_type }}' as name_type,
        '{{ value }}' as known_name
    {%- endfor %}
)

select
    name_type,
    known_name
from named
where known_name is not null
group by name_type, known_name
