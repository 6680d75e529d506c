-- A view: the rows are those of int_study_members, of which there are many.
{{ config(materialized='view') }}
with members as (
    select * from {{ ref('product_retention', 'int_study_members') }}
),

landmark_members as (
    select * from {{ ref('product_retention', 'int_landmark_members') }}
),

landmark_studies as (
    select study
    from {{ ref('product_retention', 'signal_studies') }}
    where study in ({{ landmark_studies() }})
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
    has_churned,

    cast(null as date) as start_quarter
from members
union all
select
    landmark_studies.study,
    landmark_members.customer_id,
    {{ month_start('landmark_members.month_index') }} as index_month,
    landmark_members.items,
    landmark_members.arr_band,
    cast(null as {{ dbt.type_string() }}) as age_band,
    cast(null as {{ dbt.type_string() }}) as term_class,

    landmark_members.opening_arr,

    landmark_members.is_exposed,
    landmark_members.has_churned,

    {{ month_start('(3 * landmark_members.quarter_index)') }} as start_quarter
from landmark_members
cross join landmark_studies
