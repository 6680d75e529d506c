{{ config(materialized='view') }}
with customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
    {{ only_changed_customers() }}
),

pair_changes as (
    select * from {{ ref('int_arr_changes') }}
    where (opening_arr = 0 or arr = 0) {{ only_changed_customers(word='and') }}
),

bands as (
    select * from {{ ref('segment_bands') }}
),

arr_levels as (
    select
        customer_id,
        'arr_band' as segment_type,
        month_index,
        cast(arr as {{ money_total_type() }}) as measured
    from customer_changes
),

product_changes as (
    select
        customer_id,
        month_index,
        sum(case when arr > 0 then 1 else 0 end - case when opening_arr > 0 then 1 else 0 end)
            as product_change
    from pair_changes
    group by customer_id, month_index
),

product_levels as (
    select
        customer_id,
        'products_held' as segment_type,
        month_index,
        cast({{ running_sum('product_change', ['customer_id']) }} as {{ money_total_type() }})
            as measured
    from product_changes
),

levels as (
    select * from arr_levels
    union all
    select * from product_levels
),

-- A level outside of all bands ends the band before it.
banded as (
    select
        levels.customer_id,
        levels.segment_type,
        coalesce(bands.segment_value, '') as segment_value,
        levels.month_index
    from levels
    left join bands
        on
            levels.segment_type = bands.segment_type
            and levels.measured >= bands.from_value
            and (bands.until_value is null or levels.measured < bands.until_value)
),

stretches as (
    {{ value_stretches('banded') | indent(4) }}
),

first_months as (
    select
        customer_id,
        min(month_index) as first_month_index
    from customer_changes
    group by customer_id
)

select
    customer_id,
    segment_type,
    segment_value,
    month_index,
    until_month_index
from stretches
where segment_value <> ''
union all
select
    first_months.customer_id,
    bands.segment_type,
    bands.segment_value,
    cast(first_months.first_month_index + bands.from_value as integer) as month_index,
    cast(first_months.first_month_index + bands.until_value as integer) as until_month_index
from first_months
cross join bands
where bands.segment_type = 'customer_age'
