-- The dense spine holds, per customer and product, what the changes say for the months that they
-- last: nothing is lost or counted twice on the way to BI.
with spine as (
    select * from {{ ref('product_retention', 'fct_arr_monthly') }}
),

changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

spine_sums as (
    select
        customer_id,
        product_id,
        sum(opening_arr) as opening_arr,
        sum(arr) as arr,
        sum(negative_arr) as negative_arr,
        sum(quantity) as quantity
    from spine
    group by customer_id, product_id
),

lasting as (
    select
        changes.*,
        case
            when changes.arr = 0 and changes.negative_arr = 0 then 0
            when changes.to_month <= reporting_window.last_month_index
                then changes.to_month - changes.from_month
            else reporting_window.last_month_index + 1 - changes.from_month
        end as months
    from changes
    inner join reporting_window
        on changes.from_month <= reporting_window.last_month_index
),

change_sums as (
    select
        customer_id,
        product_id,
        sum(opening_arr + case when months > 1 then (months - 1) * arr else 0 end) as opening_arr,
        sum(months * arr) as arr,
        sum(months * negative_arr) as negative_arr,
        sum(months * quantity) as quantity
    from lasting
    group by customer_id, product_id
)

select
    coalesce(change_sums.customer_id, spine_sums.customer_id) as customer_id,
    coalesce(change_sums.product_id, spine_sums.product_id) as product_id,
    spine_sums.opening_arr - change_sums.opening_arr as opening_difference,
    spine_sums.arr - change_sums.arr as arr_difference,
    spine_sums.negative_arr - change_sums.negative_arr as negative_difference,
    spine_sums.quantity - change_sums.quantity as quantity_difference
from change_sums
full outer join spine_sums
    on
        change_sums.customer_id = spine_sums.customer_id
        and change_sums.product_id = spine_sums.product_id
where
    spine_sums.arr is null
    or change_sums.arr is null
    or spine_sums.opening_arr <> change_sums.opening_arr
    or spine_sums.arr <> change_sums.arr
    or spine_sums.negative_arr <> change_sums.negative_arr
    or coalesce(spine_sums.quantity, -1) <> coalesce(change_sums.quantity, -1)
