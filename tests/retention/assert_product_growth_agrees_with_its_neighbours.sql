-- The growth of a product has the rows of its retention, and what is pending of the product: of one
-- without ARR there is nothing else to say.
with growth as (
    select * from {{ ref('product_retention', 'arr_growth_product_monthly') }}
),

retention as (
    select * from {{ ref('product_retention', 'retention_product_monthly') }}
),

pending as (
    select * from {{ ref('product_retention', 'int_pending_arr') }}
    where not is_ahead
)

select
    growth.product_id,
    growth.arr_month,
    growth.window_months,
    growth.existing_arr,
    retention.closing_arr as retention_closing_arr,
    growth.pending_arr
from growth
left join retention
    on
        growth.product_id = retention.product_id
        and growth.arr_month = retention.arr_month
        and growth.window_months = retention.window_months
left join pending
    on growth.product_id = pending.product_id
where
    (retention.product_id is null and (growth.closing_arr <> 0 or pending.product_id is null))
    or growth.existing_arr <> retention.closing_arr
    or growth.pending_arr <> coalesce(pending.pending_arr, 0)
