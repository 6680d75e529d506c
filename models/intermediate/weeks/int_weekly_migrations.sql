with changes as (
    select * from {{ ref('product_retention', 'int_weekly_changes') }}
),

-- Products that a customer who stays leaves and enters in one week.
swapped as (
    select
        *,
        case when arr = 0 then 'left' else 'entered' end as side,
        greatest(opening_arr, arr) as swapped_arr
    from changes
    where
        (arr = 0 or opening_arr = 0)
        and customer_opening_arr > 0
        and customer_arr > 0
        and {{ 'true' if setting('migration_detection') else 'false' }}
),

{{ migration_shares('swapped', 'week_ends_on') }}

select
    customer_id,
    product_id,
    case when side = 'left' then 'migration_out' else 'migration_in' end as movement_type,

    week_ends_on,
    {{ to_money("case when side = 'left' then -1 else 1 end * shared_part") }} as arr_change
from shared
