{#- The common table expressions that turn change points into positions: what an entity had at the
    start of a window (base) and has now, from each month in which either changes. -#}
{% macro retention_positions(changes, entity, states) -%}
changes as (
    select * from {{ changes }}
),

reporting_window as (
    select * from {{ ref('int_reporting_window') }}
),

windows as (
    {{ retention_windows() }}
),

-- A change counts at its month for the end of a window, and w months later for its start.
events as (
    select
        {{ entity | join(', ') }},
        window_months,
        month_index,
        {%- for state in states %}
        {{ state }}_change as now_{{ state }}_change,
        0 as base_{{ state }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from changes
    cross join windows
    union all
    select
        {{ entity | join(', ') }},
        window_months,
        month_index + window_months as month_index,
        {%- for state in states %}
        0 as now_{{ state }}_change,
        {{ state }}_change as base_{{ state }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from changes
    cross join windows
),

monthly_events as (
    select
        {{ entity | join(', ') }},
        window_months,
        month_index,
        {%- for state, type in states.items() %}
        cast(sum(now_{{ state }}_change) as {{ type }}) as now_{{ state }}_change,
        cast(sum(base_{{ state }}_change) as {{ type }}) as base_{{ state }}_change
        {{- "," if not loop.last }}
        {%- endfor %}
    from events
    inner join reporting_window
        on events.month_index <= reporting_window.last_month_index
    group by {{ entity | join(', ') }}, window_months, month_index
),

running_totals as (
    select
        *,
        {%- for state, type in states.items() %}
        cast({{ running_sum('now_' ~ state ~ '_change', entity + ['window_months']) }} as {{ type }})
            as now_{{ state }}_total,
        cast({{ running_sum('base_' ~ state ~ '_change', entity + ['window_months']) }} as {{ type }})
            as base_{{ state }}_total{{ "," if not loop.last }}
        {%- endfor %}
    from monthly_events
),

signs as (
    select 1 as sign
    union all
    select -1 as sign
),

-- Each event begins one position (sign +1: after the change) and ends another (-1: before it).
positions as (
    select
        {{ entity | join(', ') }},
        window_months,
        month_index,
        sign,
        {%- for state in states %}
        now_{{ state }}_total - case when sign < 0 then now_{{ state }}_change else 0 end
            as now_{{ state }},
        base_{{ state }}_total - case when sign < 0 then base_{{ state }}_change else 0 end
            as base_{{ state }}{{ "," if not loop.last }}
        {%- endfor %}
    from running_totals
    cross join signs
)
{%- endmacro %}
