with licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
    where
        not is_pending
        and arr > 0
        and (ends_before is null or ends_before > starts_on)
),

levels as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product' and arr > 0
)

select
    licenses.customer_id,

    licenses.from_month as month_index
from licenses
inner join levels as openings
    on
        licenses.customer_id = openings.customer_id
        and licenses.product_id = openings.item
        and licenses.from_month - 1 >= openings.from_month
        and licenses.from_month - 1 < openings.to_month
inner join levels as closings
    on
        licenses.customer_id = closings.customer_id
        and licenses.product_id = closings.item
        and licenses.from_month >= closings.from_month
        and licenses.from_month < closings.to_month
group by licenses.customer_id, licenses.from_month
