{#- The parts of retention, one row per month, window and group, dense from the group's first ARR on.
    Price is known of pairs alone; others add up that of the pairs. `totals` names the model that
    keeps the changes where totals take them up. -#}
{% macro retention_measures(
    positions, group_by=[], of_pairs=false, pair_measures=none, are_added_up=false, totals=none
) -%}
{%- set parts = retention_parts(of_pairs) -%}
{%- set sums = parts.sums -%}
{%- set counts = parts.counts -%}
{%- set group_columns = group_by + ['window_months'] -%}
{%- set unsummed = (['price_arr'] if pair_measures else [])
    + (['fx_arr'] if 'fx_arr' not in sums else []) -%}

with months as (
    select * from {{ ref('int_months') }}
),

windows as (
    {{ retention_windows() }}
),

changes as (
    {% if adds_to_totals() and model.resource_type != 'unit_test' -%}
    select * from {{ ref(totals) }}
    {%- else -%}
    {{ retention_changes(positions, group_by, of_pairs, are_added_up) | indent(4) }}
    {%- endif %}
),

group_starts as (
    select
        {{ group_by | join(', ') }}{{ ',' if group_by }}
        -- The base of a window begins with the group's ARR, so many months later.
        min(month_index - window_months) as first_month_index
    from changes
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
{% if pair_measures %}
prices as (
    select
        {{ group_columns | join(', ') }},
        arr_month,
        sum(price_arr) as price_arr
    from {{ pair_measures }}
    group by {{ group_columns | join(', ') }}, arr_month
),
{% endif %}
filled as (
    select
        grid.*,
        {%- if pair_measures %}
        coalesce(prices.price_arr, 0) as price_arr,
        {%- endif %}
        {%- if 'fx_arr' in unsummed %}
        0 as fx_arr,
        {%- endif %}
        {%- for measure in sums + counts %}
        coalesce(changes.{{ measure }}_change, 0) as {{ measure }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from grid
    left join changes
        on
            grid.month_index = changes.month_index
            {%- for column in group_columns %}
            and grid.{{ column }} = changes.{{ column }}
            {%- endfor %}
    {%- if pair_measures %}
    left join prices
        on
            grid.arr_month = prices.arr_month
            {%- for column in group_columns %}
            and grid.{{ column }} = prices.{{ column }}
            {%- endfor %}
    {%- endif %}
),

measured as (
    select
        {{ group_columns | join(', ') }},
        arr_month,
        {%- for measure in sums %}
        {{ running_sum(measure ~ '_change', group_columns) }} as {{ measure }},
        {%- endfor %}
        {%- for measure in unsummed %}
        {{ measure }},
        {%- endfor %}
        {%- for count in counts %}
        {{ running_sum(count ~ '_change', group_columns) }} as {{ count }}{{ "," if not loop.last }}
        {%- endfor %}
    from filled
)

select
    {{ group_columns | join(', ') }},

    {%- for measure in sums %}
    cast({{ measure }} as {{ money_total_type() }}) as {{ measure }},
    {%- endfor %}
    cast(opening_arr + expansion_arr - contraction_arr - churned_arr as {{ money_total_type() }})
        as closing_arr,
    {%- for measure in unsummed %}
    cast({{ measure }} as {{ money_total_type() }}) as {{ measure }},
    {%- endfor %}
    {%- for count in counts %}
    cast({{ count }} as integer) as {{ count }},
    {%- endfor %}

    arr_month
from measured
{%- endmacro %}
