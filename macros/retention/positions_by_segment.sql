{#- Positions cut where the segment of the customer at the start of the window changes: a membership
    from month m on holds for windows that end from month m + w on. What is there at the start is
    the same for all windows and is added up once; the other parts are those of positions in which
    something differs. While totals take up changes, what was counts as negative, and rows are
    counted. -#}
{% macro positions_by_segment(positions, changes, group_by=[], extra_parts=[]) -%}
{%- set parts = [
    'expansion_arr', 'contraction_arr', 'churned_arr', 'fx_arr', 'churned_customers',
] + extra_parts -%}
{%- set numbers = ['group_id'] if group_by else [] -%}
{%- set group_columns = ['segment_id'] + numbers -%}
{%- set counts_rows = adds_to_totals() and model.resource_type != 'unit_test' -%}
{%- set sign = counted_sign() ~ ' * ' if counts_rows else '' -%}
{%- set counted = ['counted'] if counts_rows else [] -%}

with {{ numbered_segments() }},

windows as (
    {{ retention_windows() }}
),

{% if group_by -%}
groups as (
    select
        {{ group_by | join(', ') }},
        cast(row_number() over (order by {{ group_by | join(', ') }}) as integer) as group_id
    from {{ changes }}
    group by {{ group_by | join(', ') }}
),

{% endif -%}
runs as (
    select
        {{ (['customer_id'] + numbers) | join(', ') }},
        {{ sign }}arr as arr,
        {{ sign }}1 as customers,
        {%- if counts_rows %}
        {{ counted_sign() }} as counted,
        {%- endif %}
        month_index,
        coalesce(until_month_index, {{ no_month_index() }}) as before_month_index
    from (select * from {{ changes }}) as entities
    {{- join_groups('entities', group_by) }}
    where arr > 0
),

-- By the months at whose ends the windows start, as runs are.
moved_positions as (
    select
        {{ (['customer_id'] + numbers) | join(', ') }},
        {%- for part in parts %}
        {{ sign }}{{ part }} as {{ part }},
        {%- endfor %}
        {%- if counts_rows %}
        {{ counted_sign() }} as counted,
        {%- endif %}
        window_months,
        month_index - window_months as month_index,
        coalesce(until_month_index, {{ no_month_index() }}) - window_months as before_month_index
    from (select * from {{ positions }}) as entities
    {{- join_groups('entities', group_by) }}
    where closing_arr <> opening_arr or fx_arr <> 0
),
{%- for relation, columns in {
    'runs': numbers + ['arr', 'customers'] + counted,
    'moved_positions': numbers + ['window_months'] + parts + counted,
}.items() %}

cut_{{ relation }} as (
    select
        segments.segment_id,
        {%- for column in columns %}
        {{ relation }}.{{ column }},
        {%- endfor %}
        greatest({{ relation }}.month_index, segments.month_index) as month_index,
        least({{ relation }}.before_month_index, segments.before_month_index) as before_month_index
    from {{ relation }}
    inner join segments
        on
            {{ relation }}.customer_id = segments.customer_id
            and {{ relation }}.month_index < segments.before_month_index
            and {{ relation }}.before_month_index > segments.month_index
),
{%- endfor %}

openings as (
    select
        {{ group_columns | join(', ') }},
        month_index,
        nullif(before_month_index, {{ no_month_index() }}) as until_month_index,
        sum(arr) as opening_arr,
        {%- if counts_rows %}
        sum(counted) as counted,
        {%- endif %}
        sum(customers) as opening_customers
    from cut_runs
    group by {{ group_columns | join(', ') }}, month_index, before_month_index
),

opening_changes as (
    {{ stretch_changes(
        'openings', group_columns, ['opening_arr', 'opening_customers'], counts_rows
    ) | indent(4) }}
),

moved as (
    select
        {{ group_columns | join(', ') }},
        window_months,
        month_index,
        before_month_index,
        {%- for part in parts + counted %}
        sum({{ part }}) as {{ part }}{{ "," if not loop.last }}
        {%- endfor %}
    from cut_moved_positions
    group by {{ group_columns | join(', ') }}, window_months, month_index, before_month_index
),

stretches as (
    select
        {{ group_columns | join(', ') }},
        windows.window_months,
        opening_changes.month_index + windows.window_months as month_index,
        {{ no_month_index() }} as before_month_index,
        opening_changes.opening_arr_change as opening_arr,
        opening_changes.opening_customers_change as opening_customers,
        {%- if counts_rows %}
        opening_changes.counted,
        {%- endif %}
        {%- for part in parts %}
        0 as {{ part }}{{ "," if not loop.last }}
        {%- endfor %}
    from opening_changes
    cross join windows
    union all
    -- The opening counts at the exchange rates of now.
    select
        {{ group_columns | join(', ') }},
        window_months,
        month_index + window_months as month_index,
        before_month_index + window_months as before_month_index,
        fx_arr as opening_arr,
        0 as opening_customers,
        {%- if counts_rows %}
        counted,
        {%- endif %}
        {{ parts | join(',\n        ') }}
    from moved
)

select
    names.segment_type,
    names.segment_value,
    {%- for column in group_by %}
    groups.{{ column }},
    {%- endfor %}
    {%- for column in ['window_months', 'opening_customers'] + counted %}
    stretches.{{ column }},
    {%- endfor %}
    {%- for column in ['opening_arr'] + parts %}
    {%- if column.endswith('_arr') %}
    cast(stretches.{{ column }} as {{ money_total_type() }}) as {{ column }},
    {%- else %}
    stretches.{{ column }},
    {%- endif %}
    {%- endfor %}
    stretches.month_index,
    case
        when stretches.before_month_index < {{ no_month_index() }}
            then stretches.before_month_index
    end as until_month_index
from stretches
inner join names
    on stretches.segment_id = names.segment_id
{%- if group_by %}
inner join groups
    on stretches.group_id = groups.group_id
{%- endif %}
{%- endmacro %}
