with changes as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
    where movement_type = 'expansion' and arr_change > 0
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
)

select
    months.month_index,
    changes.customer_id,
    changes.product_id,

    count(*) as expansions,
    sum(case when changes.volume_arr > 0 then 1 else 0 end) as volume_expansions
from changes
inner join months
    on
        changes.month_index > months.opening_month_index
        and changes.month_index <= months.month_index
group by months.month_index, changes.customer_id, changes.product_id
