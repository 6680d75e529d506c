{{ config(enabled=var('known_at') is none) }}
with newly_closed as (
    {{ newly_closed_rows('arr_bridge_product_monthly') | indent(4) }}
)
{%- if is_incremental() %},

closings as (
    select
        product_id,
        closing_arr,
        row_number() over (partition by product_id order by arr_month desc) as row_rank
    from {{ this }}
),

last_closings as (
    select * from closings
    where row_rank = 1
)
{%- endif %}

select
    newly_closed.*,
    cast(
        newly_closed.opening_arr - coalesce(
            lag(newly_closed.closing_arr) over (
                partition by newly_closed.product_id order by newly_closed.arr_month
            ),
            {{ 'last_closings.closing_arr,' if is_incremental() }}
            0
        ) as {{ money_total_type() }}
    ) as restated_arr
from newly_closed
{%- if is_incremental() %}
left join last_closings
    on newly_closed.product_id = last_closings.product_id
{%- endif %}
