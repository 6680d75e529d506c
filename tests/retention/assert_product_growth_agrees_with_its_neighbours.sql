-- The growth of a product has the rows of its retention, and in the newest month, and in no other,
-- ARR and what pending licences add make the committed ARR.
with growth as (
    select * from {{ ref('arr_growth_product_monthly') }}
),

retention as (
    select * from {{ ref('retention_product_monthly') }}
),

pending as (
    select * from {{ ref('int_pending_arr') }}
),

last_month as (
    select max(arr_month) as arr_month from growth
)

select
    growth.product_id,
    growth.arr_month,
    growth.window_months,
    growth.existing_arr,
    retention.closing_arr as retention_closing_arr,
    growth.pending_arr,
    growth.carr
from growth
cross join last_month
left join retention
    on
        growth.product_id = retention.product_id
        and growth.arr_month = retention.arr_month
        and growth.window_months = retention.window_months
left join pending
    on growth.product_id = pending.product_id
where
    retention.product_id is null
    or growth.existing_arr <> retention.closing_arr
    or case
        when growth.arr_month < last_month.arr_month
            then growth.pending_arr is not null or growth.carr is not null
        else
            growth.pending_arr is null
            or growth.carr is null
            or growth.pending_arr <> coalesce(pending.pending_arr, 0)
            or growth.carr <> growth.closing_arr + growth.pending_arr
    end
