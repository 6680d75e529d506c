-- A view: the rows are those of int_study_members, of which there are many.
{{ config(materialized='view') }}
with members as (
    select * from {{ ref('product_retention', 'int_study_members') }}
)

select
    study,
    customer_id,
    {{ month_start('month_index') }} as index_month,
    items,
    arr_band,
    age_band,
    term_class,

    opening_arr,

    is_exposed,
    has_churned
from members
