with customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
),

pair_changes as (
    select * from {{ ref('int_arr_changes') }}
    where opening_arr = 0 or arr = 0
),

bands as (
    select * from {{ ref('segment_bands') }}
),

arr_levels as (
    select
        customer_id,
        'arr_band' as segment_type,
        month_index,
        until_month_index,
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
        lead(month_index) over (partition by customer_id order by month_index)
            as until_month_index,
        cast({{ running_sum('product_change', ['customer_id']) }} as {{ money_total_type() }})
            as measured
    from product_changes
),

levels as (
    select * from arr_levels
    union all
    select * from product_levels
),

first_months as (
    select
        customer_id,
        min(month_index) as first_month_index
    from customer_changes
    group by customer_id
)

select
    levels.customer_id,
    levels.segment_type,
    bands.segment_value,
    levels.month_index,
    levels.until_month_index
from levels
inner join bands
    on
        levels.segment_type = bands.segment_type
        and levels.measured >= bands.from_value
        and (bands.until_value is null or levels.measured < bands.until_value)
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
