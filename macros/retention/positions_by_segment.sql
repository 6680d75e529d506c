{#- Positions cut where the segment of the customer at the start of the window changes: a membership
    from month m on holds for windows that end from month m + w on. -#}
{% macro positions_by_segment(positions, extra_columns=[]) -%}
{%- set parts = [
    'opening_arr', 'expansion_arr', 'contraction_arr', 'churned_arr', 'fx_arr',
    'opening_customers', 'churned_customers',
] -%}

with positions as (
    select
        *,
        coalesce(until_month_index, {{ no_month_index() }}) as before_month_index
    from {{ positions }}
),

segments as (
    select
        *,
        coalesce(until_month_index, {{ no_month_index() }}) as before_month_index
    from {{ counted_rows('int_customer_segments') }}
),

overlapping as (
    select
        positions.customer_id,
        segments.segment_type,
        segments.segment_value,
        {%- for column in extra_columns + parts %}
        positions.{{ column }},
        {%- endfor %}
        positions.window_months,
        greatest(positions.month_index, segments.month_index + positions.window_months)
            as month_index,
        least(
            positions.before_month_index, segments.before_month_index + positions.window_months
        ) as before_month_index
    from positions
    inner join segments
        on
            positions.customer_id = segments.customer_id
            and positions.month_index < segments.before_month_index + positions.window_months
            and positions.before_month_index > segments.month_index + positions.window_months
)

select
    *,
    case when before_month_index < {{ no_month_index() }} then before_month_index end
        as until_month_index
from overlapping
{%- endmacro %}
