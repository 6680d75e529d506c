-- After a customer is exposed it is in no other row of the study; the ARR that it opens with is
-- that of the month before the event month.
with members as (
    select * from {{ ref('product_retention', 'int_study_members') }}
),

levels as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

last_rows as (
    select
        study,
        customer_id,
        max(month_index) as last_index,
        max(case when is_exposed then month_index end) as last_exposed_index,
        sum(case when is_exposed then 1 else 0 end) as exposures
    from members
    group by study, customer_id
)

select
    study,
    customer_id,
    last_index as month_index
from last_rows
where exposures > 1 or last_exposed_index < last_index
union all
select
    members.study,
    members.customer_id,
    members.month_index
from members
left join levels
    on
        members.customer_id = levels.customer_id
        and members.month_index - {{ setting('lapse_months') + 1 }} >= levels.from_month
        and members.month_index - {{ setting('lapse_months') + 1 }} < levels.to_month
where levels.customer_id is null or members.opening_arr <> levels.arr
