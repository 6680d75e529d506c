{#- What an entity had at the start of a window (base) and has at its end (now), as stretches of
    months in which neither changes. Only stretches with a base are kept: they are what retention is
    made of. `parts` names finer stretches whose effects of price and of exchange rates the entity
    adds up. -#}
{% macro retention_positions(changes, entity, of_pairs=false, parts=none) -%}
{%- set keys = entity + ['window_months'] -%}
{%- set effects = ([] if of_pairs else ['price_arr'])
    + (['fx_arr'] if var('fx_mode') == 'monthly' else []) -%}
{%- set states = {'arr': money_type()} -%}
{%- if of_pairs -%}
    {%- do states.update(
        {'units': amount_type(), 'unknown_units': 'integer', 'migrated_out': money_type()}
    ) -%}
{%- endif -%}

with changes as (
    select * from {{ changes }}
),

windows as (
    {{ retention_windows() }}
),

-- A change counts at its month for the end of a window, and w months later for its start.
events as (
    select
        {{ keys | join(', ') }},
        month_index,
        {%- for effect in effects %}
        0 as {{ effect }}_change,
        {%- endfor %}
        {%- for state in states %}
        {{ state }}_change as now_{{ state }}_change,
        0 as base_{{ state }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from changes
    cross join windows
    union all
    select
        {{ keys | join(', ') }},
        month_index + window_months as month_index,
        {%- for effect in effects %}
        0 as {{ effect }}_change,
        {%- endfor %}
        {%- for state in states %}
        0 as now_{{ state }}_change,
        {{ state }}_change as base_{{ state }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from changes
    cross join windows
    {%- if effects %}
    {%- for month, sign in [('month_index', ''), ('until_month_index', '-')] %}
    union all
    select
        {{ keys | join(', ') }},
        {{ month }} as month_index,
        {%- for effect in effects %}
        {{ sign }}{{ effect }} as {{ effect }}_change,
        {%- endfor %}
        {%- for state in states %}
        0 as now_{{ state }}_change,
        0 as base_{{ state }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from {{ parts }}
    where {{ month }} is not null and ({{ effects | join(' <> 0 or ') }} <> 0)
    {%- endfor %}
    {%- endif %}
),

monthly_events as (
    select
        {{ keys | join(', ') }},
        month_index,
        {%- for effect in effects %}
        {{ money('sum(' ~ effect ~ '_change)') }} as {{ effect }}_change,
        {%- endfor %}
        {%- for state, type in states.items() %}
        cast(sum(now_{{ state }}_change) as {{ type }}) as now_{{ state }}_change,
        cast(sum(base_{{ state }}_change) as {{ type }}) as base_{{ state }}_change
        {{- "," if not loop.last }}
        {%- endfor %}
    from events
    group by {{ keys | join(', ') }}, month_index
),

positions as (
    select
        {{ keys | join(', ') }},
        month_index,
        lead(month_index) over (
            partition by {{ keys | join(', ') }} order by month_index
        ) as until_month_index,
        {%- for effect in effects %}
        {{ money(running_sum(effect ~ '_change', keys)) }} as {{ effect }},
        {%- endfor %}
        {%- for state, type in states.items() %}
        cast({{ running_sum('now_' ~ state ~ '_change', keys) }} as {{ type }}) as now_{{ state }},
        cast({{ running_sum('base_' ~ state ~ '_change', keys) }} as {{ type }}) as base_{{ state }}
        {{- "," if not loop.last }}
        {%- endfor %}
    from monthly_events
),

-- The base is who had ARR as it was reported then; its ARR counts at the exchange rates of now.
based as (
    select
        {{ keys | join(', ') }},
        month_index,
        until_month_index,
        {%- if 'fx_arr' in effects %}
        {{ money('base_arr + greatest(fx_arr, -base_arr)') }} as base_arr,
        {{ money('greatest(fx_arr, -base_arr)') }} as fx_arr,
        {%- else %}
        base_arr,
        {{ money('0') }} as fx_arr,
        {%- endif %}
        {%- if of_pairs %}
        base_units,
        now_units,
        base_unknown_units,
        now_unknown_units,
        base_migrated_out,
        now_migrated_out,
        {%- else %}
        price_arr,
        {%- endif %}
        now_arr
    from positions
    where base_arr > 0
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
            and now_unknown_units = 0 and base_unknown_units = 0
            and {{ units_compare('base_units', 'now_units') }}
            then {{ money('now_arr - base_arr - ' ~ volume_part('base_arr', 'base_units', 'now_units')) }}
        else {{ money('0') }}
    end as price_arr,
    {{ money(
        'case when now_arr < base_arr and now_migrated_out > base_migrated_out '
        ~ 'then least(base_arr - now_arr, now_migrated_out - base_migrated_out) else 0 end'
    ) }} as migrated_out_arr,
    {%- else %}
    price_arr,
    {%- endif %}
    fx_arr,
    1 as opening_customers,
    case when now_arr = 0 then 1 else 0 end as churned_customers
from based
{%- endmacro %}
