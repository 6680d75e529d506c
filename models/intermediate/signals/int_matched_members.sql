{{ config(materialized='view') }}
with study_members as (
    select * from {{ ref('product_retention', 'int_study_members') }}
),

landmark_members as (
    select * from {{ ref('product_retention', 'int_landmark_members') }}
),

family_members as (
    select * from {{ ref('product_retention', 'int_family_study_members') }}
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
union all
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
from family_members
union all
-- In place of the month the quarter of the start is matched.
select
    'premature_expansion' as study,
    customer_id,
    items,
    arr_band,
    '' as age_band,
    '' as term_class,

    quarter_index as month_index,

    is_exposed,
    has_churned
from landmark_members
