{#- What an entity had at the start of a window (base) and has at its end (now), as stretches of
    months in which neither changes: where a run of the one meets a run of the other. Only stretches
    with a base are kept: they are what retention is made of. -#}
{% macro retention_positions(changes, entity, of_pairs=false, revaluations=none) -%}
{%- set keys = entity + ['window_months'] -%}
{%- set states = ['arr'] + (['quantity', 'migrated_out'] if of_pairs else []) -%}
{%- set revalues = var('fx_mode') == 'monthly' -%}

with runs as {{ read_anew() }}(
    select
        *,
        coalesce(until_month_index, {{ no_month_index() }}) as before_month_index
    from {{ changes }}
),

windows as (
    {{ retention_windows() }}
),

-- What there was counts at the start of a window, and that is so many months later for its end.
bases as (
    select
        {%- for column in entity + states %}
        runs.{{ column }},
        {%- endfor %}
        windows.window_months,
        runs.month_index + windows.window_months as month_index,
        runs.before_month_index + windows.window_months as before_month_index
    from runs
    cross join windows
    where runs.arr > 0
),

positions as (
    select
        {%- for column in keys %}
        bases.{{ column }},
        {%- endfor %}
        {%- for state in states %}
        bases.{{ state }} as base_{{ state }},
        runs.{{ state }} as now_{{ state }},
        {%- endfor %}
        greatest(bases.month_index, runs.month_index) as month_index,
        least(bases.before_month_index, runs.before_month_index) as before_month_index
    from bases
    inner join runs
        on
            {%- for column in entity %}
            {{ 'and ' if not loop.first }}bases.{{ column }} = runs.{{ column }}
            {%- endfor %}
            and bases.month_index < runs.before_month_index
            and bases.before_month_index > runs.month_index
),
{% if revalues %}
revaluations as (
    select
        {{ keys | join(', ') }},
        month_index,
        sum(fx_arr) as fx_arr
    from {{ revaluations }}
    where fx_arr <> 0
    group by {{ keys | join(', ') }}, month_index
),

sequenced as (
    select
        *,
        lag(month_index) over (
            partition by {{ keys | join(', ') }} order by month_index
        ) as previous_month_index,
        lead(month_index) over (
            partition by {{ keys | join(', ') }} order by month_index
        ) as next_month_index
    from revaluations
),

-- The months with an effect, each by itself, and those before, between and after them.
stretches as (
    select
        {{ keys | join(', ') }},
        month_index,
        month_index + 1 as before_month_index,
        fx_arr
    from sequenced
    union all
    select
        {{ keys | join(', ') }},
        0 as month_index,
        month_index as before_month_index,
        0 as fx_arr
    from sequenced
    where previous_month_index is null
    union all
    select
        {{ keys | join(', ') }},
        month_index + 1 as month_index,
        coalesce(next_month_index, {{ no_month_index() }}) as before_month_index,
        0 as fx_arr
    from sequenced
    where next_month_index is null or next_month_index > month_index + 1
),

revalued as (
    select
        {%- for column in keys %}
        positions.{{ column }},
        {%- endfor %}
        {%- for state in states %}
        positions.base_{{ state }},
        positions.now_{{ state }},
        {%- endfor %}
        greatest(positions.month_index, coalesce(stretches.month_index, 0)) as month_index,
        least(
            positions.before_month_index,
            coalesce(stretches.before_month_index, {{ no_month_index() }})
        ) as before_month_index,
        coalesce(stretches.fx_arr, 0) as fx_arr
    from positions
    left join stretches
        on
            {%- for column in keys %}
            {{ 'and ' if not loop.first }}positions.{{ column }} = stretches.{{ column }}
            {%- endfor %}
            and positions.month_index < stretches.before_month_index
            and positions.before_month_index > stretches.month_index
),
{% endif %}
-- The base is who had ARR as it was reported then; its ARR counts at the exchange rates of now.
based as (
    select
        {{ keys | join(', ') }},
        month_index,
        case when before_month_index < {{ no_month_index() }} then before_month_index end
            as until_month_index,
        {%- if revalues %}
        {{ money('base_arr + greatest(fx_arr, -base_arr)') }} as base_arr,
        {{ money('greatest(fx_arr, -base_arr)') }} as fx_arr,
        {%- else %}
        base_arr,
        {{ money('0') }} as fx_arr,
        {%- endif %}
        {%- if of_pairs %}
        base_quantity,
        now_quantity,
        base_migrated_out,
        now_migrated_out,
        {%- endif %}
        now_arr
    from {{ 'revalued' if revalues else 'positions' }}
)

select
    {{ keys | join(', ') }},

    month_index,
    until_month_index,
    base_arr as opening_arr,
    {{ money('case when now_arr > base_arr then now_arr - base_arr else 0 end') }} as expansion_arr,
    {{ money('case when now_arr > 0 and now_arr < base_arr then base_arr - now_arr else 0 end') }}
        as contraction_arr,
    {{ money('case when now_arr = 0 then base_arr else 0 end') }} as churned_arr,
    now_arr as closing_arr,
    {%- if of_pairs %}
    case
        when
            now_arr > 0 and now_arr <> base_arr
            and {{ units_compare('base_quantity', 'now_quantity') }}
            then {{ money(
                'now_arr - base_arr - ' ~ volume_part('base_arr', 'base_quantity', 'now_quantity')
            ) }}
        else {{ money('0') }}
    end as price_arr,
    {{ money(
        'case when now_arr < base_arr and now_migrated_out > base_migrated_out '
        ~ 'then least(base_arr - now_arr, now_migrated_out - base_migrated_out) else 0 end'
    ) }} as migrated_out_arr,
    {%- endif %}
    fx_arr,
    1 as opening_customers,
    case when now_arr = 0 then 1 else 0 end as churned_customers
from based
{%- endmacro %}
