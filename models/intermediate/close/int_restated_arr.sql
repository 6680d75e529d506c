{%- set keys = ['customer_id', 'product_id'] -%}

with changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
    where arr_change <> 0
),

closed_changes as (
    {{ earlier_closed_changes() }}
),

last_month as (
    select * from {{ ref('product_retention', 'int_last_closed_month') }}
),

entries as (
    select
        customer_id,
        product_id,
        from_month,
        0 as closed_change,
        arr_change as current_change
    from changes
    union all
    select
        customer_id,
        product_id,
        {{ month_index('arr_month') }} as from_month,
        arr_change as closed_change,
        0 as current_change
    from closed_changes
),

monthly_changes as (
    select
        entries.customer_id,
        entries.product_id,
        entries.from_month,
        last_month.month_index + 1 as first_open_month,
        sum(entries.closed_change) as closed_change,
        sum(entries.current_change) as current_change
    from entries
    inner join last_month
        on entries.from_month <= last_month.month_index
    group by entries.customer_id, entries.product_id, entries.from_month, last_month.month_index
),

-- Most customers and products are as they were closed: only the others are added up.
restated_items as (
    select
        customer_id,
        product_id
    from monthly_changes
    where closed_change <> current_change
    group by customer_id, product_id
),

restated_changes as (
    select monthly_changes.*
    from monthly_changes
    inner join restated_items
        on
            monthly_changes.customer_id = restated_items.customer_id
            and monthly_changes.product_id = restated_items.product_id
),

intervals as (
    select
        customer_id,
        product_id,

        from_month,
        coalesce(
            lead(from_month) over (partition by customer_id, product_id order by from_month),
            first_open_month
        ) as to_month,
        {{ to_money(running_sum('closed_change', keys, 'from_month')) }} as closed_arr,
        {{ to_money(running_sum('current_change', keys, 'from_month')) }} as current_arr
    from restated_changes
)

select * from intervals
where closed_arr <> current_arr
