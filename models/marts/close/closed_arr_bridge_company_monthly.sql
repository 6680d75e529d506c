{{ config(enabled=var('known_at') is none) }}
with newly_closed as (
    {{ newly_closed_rows('arr_bridge_company_monthly') | indent(4) }}
)
{%- if is_incremental() %},

closings as (
    select
        closing_arr,
        row_number() over (order by arr_month desc) as row_rank
    from {{ this }}
),

last_closing as (
    select max(closing_arr) as closing_arr
    from closings
    where row_rank = 1
)
{%- endif %}

select
    newly_closed.*,
    cast(
        newly_closed.opening_arr - coalesce(
            lag(newly_closed.closing_arr) over (order by newly_closed.arr_month),
            {{ 'last_closing.closing_arr,' if is_incremental() }}
            0
        ) as {{ money_total_type() }}
    ) as restated_arr
from newly_closed
{%- if is_incremental() %}
cross join last_closing
{%- endif %}
