with pending as (
    select * from {{ ref('product_retention', 'int_pending_arr') }}
    where not is_ahead
),

windows as (
    {{ retention_windows() }}
),

last_month as (
    select max(arr_month) as arr_month
    from {{ ref('product_retention', 'int_months') }}
),

product_months as (
    select
        product_id,
        arr_month
    from {{ ref('product_retention', 'int_product_months') }}
),

-- A product may have pending licences only.
item_months as (
    select
        'company' as scope,
        '(all)' as item,
        arr_month
    from {{ ref('product_retention', 'int_months') }}
    union all
    select
        'product' as scope,
        product_id as item,
        arr_month
    from product_months
    union all
    select
        'product' as scope,
        pending.product_id as item,
        last_month.arr_month
    from pending
    cross join last_month
    where pending.product_id not in (select product_months.product_id from product_months)
),

item_pending as (
    select
        'company' as scope,
        '(all)' as item,
        sum(pending_arr) as pending_arr
    from pending
    union all
    select
        'product' as scope,
        product_id as item,
        pending_arr
    from pending
)

select
    item_months.arr_month,
    windows.window_months,
    item_months.scope,
    item_months.item,

    cast(
        case
            when last_month.arr_month is not null then coalesce(item_pending.pending_arr, 0)
        end as {{ money_total_type() }}
    ) as pending_arr,

    {{ add_months('item_months.arr_month', '1 - windows.window_months') }} as first_month
from item_months
cross join windows
left join last_month
    on item_months.arr_month = last_month.arr_month
left join item_pending
    on
        item_months.scope = item_pending.scope
        and item_months.item = item_pending.item
