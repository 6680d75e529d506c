{#- Positions cut where the segment of the customer at the start of the window changes: a membership
    from month m on holds for windows that end from month m + w on. -#}
{% macro positions_by_segment(positions, extra_columns=[]) -%}
with positions as (
    select * from {{ positions }}
),

segments as (
    select
        *,
        coalesce(until_month_index, {{ no_month_index() }}) as before_month_index
    from {{ ref('int_customer_segments') }}
),

overlapping as (
    select
        segments.segment_type,
        segments.segment_value,
        {%- for column in extra_columns %}
        positions.{{ column }},
        {%- endfor %}
        positions.window_months,
        positions.opening_arr,
        positions.expansion_arr,
        positions.contraction_arr,
        positions.churned_arr,
        positions.closing_arr,
        positions.price_arr,
        positions.fx_arr,
        positions.opening_customers,
        positions.churned_customers,
        greatest(positions.month_index, segments.month_index + positions.window_months)
            as month_index,
        least(
            coalesce(positions.until_month_index, {{ no_month_index() }}),
            segments.before_month_index + positions.window_months
        ) as before_month_index
    from positions
    inner join segments
        on positions.customer_id = segments.customer_id
)

select
    *,
    case when before_month_index < {{ no_month_index() }} then before_month_index end
        as until_month_index
from overlapping
where month_index < before_month_index
{%- endmacro %}
