{{ config(materialized='view') }}
with customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

product_changes as (
    select * from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
    where opening_arr = 0 or arr = 0
),

bands as (
    select * from {{ ref('product_retention', 'segment_bands') }}
),

product_counts as (
    select
        customer_id,
        from_month,
        sum(case when arr > 0 then 1 else 0 end - case when opening_arr > 0 then 1 else 0 end)
            as product_change
    from product_changes
    group by customer_id, from_month
),

levels as (
    select
        customer_id,
        'arr_band' as segment_type,
        from_month,
        cast(arr as {{ money_total_type() }}) as banded_value
    from customer_changes
    union all
    select
        customer_id,
        'products_held' as segment_type,
        from_month,
        cast(
            {{ running_sum('product_change', ['customer_id'], 'from_month') }}
            as {{ money_total_type() }}
        ) as banded_value
    from product_counts
),

-- A level outside of all bands ends the band before it.
banded as (
    select
        levels.customer_id,
        levels.segment_type,
        coalesce(bands.segment_value, '') as segment_value,
        levels.from_month
    from levels
    left join bands
        on
            levels.segment_type = bands.segment_type
            and levels.banded_value >= bands.from_value
            and (bands.until_value is null or levels.banded_value < bands.until_value)
),

intervals as (
    {{ value_intervals('banded') | indent(4) }}
),

customers as (
    select
        customer_id,
        min(from_month) as first_arr_month
    from customer_changes
    group by customer_id
)

select
    customer_id,
    segment_type,
    segment_value,
    from_month,
    to_month
from intervals
where segment_value <> ''
union all
select
    customers.customer_id,
    bands.segment_type,
    bands.segment_value,
    customers.first_arr_month + bands.from_value as from_month,
    coalesce(customers.first_arr_month + bands.until_value, {{ open_month() }}) as to_month
from customers
cross join bands
where bands.segment_type = 'customer_age'
