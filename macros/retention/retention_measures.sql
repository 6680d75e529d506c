{#- The parts of retention, one row per month, window and group, dense from the group's first ARR on.
    A position adds its parts in its first month and takes them away again when it ends. -#}
{% macro retention_measures(positions, group_by=[], of_pairs=false) -%}
{%- set measures = [
    'opening_arr', 'expansion_arr', 'contraction_arr', 'churned_arr', 'closing_arr', 'price_arr',
] + (['migrated_out_arr'] if of_pairs else [])
    + (['fx_arr'] if var('fx_mode') == 'monthly' else []) -%}
{%- set counts = ['opening_customers', 'churned_customers'] -%}
{%- set group_columns = group_by + ['window_months'] -%}

with positions as (
    select * from {{ positions }}
),

months as (
    select * from {{ ref('int_months') }}
),

windows as (
    {{ retention_windows() }}
),

signs as (
    select 1 as sign
    union all
    select -1 as sign
),

beginnings_and_ends as (
    select
        {{ group_columns | join(', ') }},
        case when sign = 1 then month_index else until_month_index end as month_index,
        {%- for measure in measures + counts %}
        sign * {{ measure }} as {{ measure }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from positions
    cross join signs
),

changes as (
    select
        {{ group_columns | join(', ') }},
        month_index,
        {%- for measure in measures + counts %}
        sum({{ measure }}_change) as {{ measure }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from beginnings_and_ends
    where month_index is not null
    group by {{ group_columns | join(', ') }}, month_index
),

group_starts as (
    select
        {{ group_by | join(', ') }}{{ ',' if group_by }}
        -- The base of a window begins with the group's ARR, so many months later.
        min(month_index - window_months) as first_month_index
    from positions
    {%- if group_by %}
    group by {{ group_by | join(', ') }}
    {%- endif %}
),

grid as (
    select
        group_starts.*,
        windows.window_months,
        months.month_index,
        months.arr_month
    from group_starts
    cross join windows
    inner join months
        on {{ 'months.month_index >= group_starts.first_month_index' if group_by else '1 = 1' }}
),

filled as (
    select
        grid.*,
        {%- for measure in measures + counts %}
        coalesce(changes.{{ measure }}_change, 0) as {{ measure }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from grid
    left join changes
        on
            grid.month_index = changes.month_index
            {%- for column in group_columns %}
            and grid.{{ column }} = changes.{{ column }}
            {%- endfor %}
)

select
    {{ group_columns | join(', ') }},

    {%- for measure in measures %}
    cast({{ running_sum(measure ~ '_change', group_columns) }} as {{ money_total_type() }})
        as {{ measure }},
    {%- endfor %}
    {%- if 'fx_arr' not in measures %}
    cast(0 as {{ money_total_type() }}) as fx_arr,
    {%- endif %}
    {%- for count in counts %}
    cast({{ running_sum(count ~ '_change', group_columns) }} as integer) as {{ count }},
    {%- endfor %}

    arr_month
from filled
{%- endmacro %}
