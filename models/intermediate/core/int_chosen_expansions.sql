-- Expansion that the customer chose: more units, another tier, or units that are not known. A
-- higher price alone is not chosen.
with changes as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
    where
        movement_type in ('expansion', 'cross_sell')
        and arr_change > 0
        and coalesce(volume_arr, arr_change) > 0
),

pairs as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
)

select
    changes.customer_id,
    changes.product_id,
    changes.month_index,
    changes.movement_type,
    changes.arr_change,
    case
        when changes.movement_type = 'expansion'
            then {{ safe_divide('changes.arr_change', 'pairs.opening_arr + pairs.fx_arr') }}
    end as relative_size,
    reporting_window.last_month_index - changes.month_index as months_ago
from changes
inner join pairs
    on
        changes.customer_id = pairs.customer_id
        and changes.product_id = pairs.product_id
        and changes.month_index = pairs.from_month
cross join reporting_window
where changes.month_index <= reporting_window.last_month_index
