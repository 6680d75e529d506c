{%- set lapse_months = setting('lapse_months') %}

with members as (
    select * from {{ ref('product_retention', 'int_study_members') }}
    where study = 'secondary_cut' and {{ setting('study_by_family') | lower }}
),

falls as (
    select * from {{ ref('product_retention', 'int_study_falls') }}
    where scope = 'product_family' and (is_gone or is_settled)
),

levels as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product_family' and arr > 0
),

exposed as (
    select
        members.*,
        falls.item as product_family
    from members
    inner join falls
        on
            members.customer_id = falls.customer_id
            and members.month_index - {{ lapse_months }} = falls.month_index
    where members.is_exposed
),

families as (
    select product_family
    from exposed
    group by product_family
),

-- A control of a family could have cut it.
controls as (
    select
        members.*,
        families.product_family
    from members
    inner join levels
        on
            members.customer_id = levels.customer_id
            and members.month_index - {{ lapse_months + 1 }} >= levels.from_month
            and members.month_index - {{ lapse_months + 1 }} < levels.to_month
    inner join families
        on levels.item = families.product_family
    where not members.is_exposed
),

of_families as (
    select * from exposed
    union all
    select * from controls
)

select
    'secondary_cut: ' || product_family as study,
    customer_id,
    product_family,
    items,
    arr_band,
    age_band,
    term_class,

    month_index,

    is_exposed,
    has_churned
from of_families
