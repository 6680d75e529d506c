{{ config(enabled=keeps_records()) }}
with bridge as (
    select * from {{ ref('product_retention', 'arr_bridge_company_monthly') }}
),

closable_months as (
    select * from {{ ref('product_retention', 'int_closable_months') }}
),

newly_closed as (
    select
        bridge.*,
        closable_months.as_of_date,
        closable_months.loaded_at as closed_at
    from bridge
    inner join closable_months
        on bridge.arr_month = closable_months.arr_month
    where bridge.arr_month > {{ last_closed_month() }}
),

closings as (
    select
        arr_month,
        closing_arr
    from newly_closed
    {%- if is_incremental() %}
    union all
    select
        arr_month,
        closing_arr
    from {{ this }}
    {%- endif %}
),

previous_closings as (
    select
        arr_month,
        lag(closing_arr) over (order by arr_month) as closing_arr
    from closings
)

select
    newly_closed.arr_month,

    newly_closed.opening_arr,
    {%- for movement_type in movement_types() %}
    newly_closed.{{ movement_type }}_arr,
    {%- endfor %}
    newly_closed.closing_arr,
    cast(
        newly_closed.opening_arr - coalesce(previous_closings.closing_arr, 0)
        as {{ money_total_type() }}
    ) as restated_arr,

    newly_closed.as_of_date,
    newly_closed.closed_at
from newly_closed
inner join previous_closings
    on newly_closed.arr_month = previous_closings.arr_month
