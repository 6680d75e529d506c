{{ config(materialized='view') }}
with study_members as (
    select * from {{ ref('product_retention', 'int_study_members') }}
),

trigger_members as (
    select * from {{ ref('product_retention', 'int_trigger_members') }}
),

trigger_rules as (
    select * from {{ ref('product_retention', 'int_trigger_rules') }}
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
-- Of triggers the product is matched, and the week in place of the month.
select
    trigger_rules.study,
    trigger_members.customer_id,
    trigger_members.product_id as items,
    trigger_members.arr_band,
    '' as age_band,
    '' as term_class,

    cast(
        {{ days_between("cast('1900-01-01' as date)", 'trigger_members.event_date') }}
        / 7 as integer
    ) as month_index,

    trigger_members.is_exposed,
    trigger_members.has_expanded as has_churned
from trigger_members
inner join trigger_rules
    on trigger_members.rule_id = trigger_rules.rule_id
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
