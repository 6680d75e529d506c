-- The movements of a customer, product and week lead from what its licences were worth on one
-- Sunday night to what they are worth on the next.
with movements as (
    select
        week_ends_on,
        {{ add_days('week_starts_on', -1) }} as opens_on,
        customer_id,
        product_id,
        min(opening_arr) as opening_arr,
        max(arr) as arr,
        sum(arr_change) as arr_change,
        count(distinct opening_arr) + count(distinct arr) as values_given,
        sum(case when movement_type in ('new', 'cross_sell') and arr_change <= 0 then 1 else 0 end)
            as wrong_types
    from {{ ref('product_retention', 'weekly_movements') }}
    group by week_ends_on, week_starts_on, customer_id, product_id
),

licenses as (
    select * from {{ ref('product_retention', 'int_active_licenses') }}
),

worth as (
    select
        movements.week_ends_on,
        movements.customer_id,
        movements.product_id,
        sum(
            case
                when
                    licenses.starts_on <= movements.opens_on
                    and coalesce(licenses.ends_before > movements.opens_on, true)
                    then licenses.arr
                else 0
            end
        ) as opening_arr,
        sum(
            case
                when
                    licenses.starts_on <= movements.week_ends_on
                    and coalesce(licenses.ends_before > movements.week_ends_on, true)
                    then licenses.arr
                else 0
            end
        ) as arr
    from movements
    inner join licenses
        on
            movements.customer_id = licenses.customer_id
            and movements.product_id = licenses.product_id
    group by movements.week_ends_on, movements.customer_id, movements.product_id
)

select
    movements.week_ends_on,
    movements.customer_id,
    movements.product_id
from movements
left join worth
    on
        movements.week_ends_on = worth.week_ends_on
        and movements.customer_id = worth.customer_id
        and movements.product_id = worth.product_id
where
    movements.values_given <> 2
    or movements.wrong_types > 0
    or movements.arr_change <> movements.arr - movements.opening_arr
    or movements.opening_arr <> greatest(coalesce(worth.opening_arr, 0), 0)
    or movements.arr <> greatest(coalesce(worth.arr, 0), 0)
