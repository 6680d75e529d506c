{{ config(materialized='view') }}
with study_members as (
    select * from {{ ref('product_retention', 'int_study_members') }}
)

select
    study,
    customer_id,
    items,
    arr_band,
    age_band,
    term_class,

    month_index,

    is_exposed,
    has_churned
from study_members
