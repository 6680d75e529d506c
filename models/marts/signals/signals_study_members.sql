-- A view: the rows are those of int_study_members, of which there are many.
{{ config(materialized='view') }}
with members as (
    select * from {{ ref('product_retention', 'int_study_members') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
)

select
    members.study,
    members.customer_id,
    months.arr_month as index_month,
    members.items,
    members.arr_band,
    members.age_band,
    members.term_class,

    members.opening_arr,

    members.is_exposed,
    members.has_churned
from members
inner join months
    on members.month_index = months.month_index
