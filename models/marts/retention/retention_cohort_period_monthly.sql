{%- set periods = list_var('cohort_periods') | join("', '") -%}

with measures as (
    select * from {{ ref('product_retention', 'int_cohort_measures') }}
    where cohort_period in ('{{ periods }}')
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
)

select
    measures.cohort_period,
    measures.cohort_starts_on,
    measures.scope,
    measures.item as product_id,
    measures.segment_type,
    measures.segment_value,
    measures.months_since_start,
    coalesce(products.product_name, measures.item) as product_name,

    measures.opening_arr,
    measures.arr,
    measures.retained_arr,
    measures.opening_customers,
    measures.customers,
    measures.nrr,
    measures.grr,
    measures.logo_retention,

    measures.is_small_base
from measures
left join products
    on
        measures.item = products.product_id
        and measures.scope = 'product'
