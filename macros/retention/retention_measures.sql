{#- Retention of entities over every window, one row per month, window and group. The parts of the
    definitions stand in `measured`, as what each position adds and takes away again. -#}
{% macro retention_measures(changes, entity, group_by=[], of_pairs=false) -%}
{%- set states = {'arr': money_type()} -%}
{%- set measures = [
    'opening_arr', 'expansion_arr', 'contraction_arr', 'churned_arr', 'closing_arr',
] -%}
{%- if of_pairs -%}
    {%- do states.update(
        {'units': amount_type(), 'unknown_units': 'integer', 'migrated_out': money_type()}
    ) -%}
    {%- do measures.extend(['price_arr', 'migrated_out_arr']) -%}
{%- endif -%}
{%- set counts = ['opening_customers', 'churned_customers'] -%}
{%- set group_columns = group_by + ['window_months'] -%}

with {{ retention_positions(changes, entity, states) }},

measured as (
    select
        {{ group_columns | join(', ') }},
        month_index,
        sum(sign * base_arr) as opening_arr,
        sum(case when now_arr > base_arr then sign * (now_arr - base_arr) else 0 end)
            as expansion_arr,
        sum(case when now_arr > 0 and now_arr < base_arr then sign * (base_arr - now_arr) else 0 end)
            as contraction_arr,
        sum(case when now_arr = 0 then sign * base_arr else 0 end) as churned_arr,
        sum(sign * now_arr) as closing_arr,
        {%- if of_pairs %}
        sum(
            case
                when
                    now_arr > 0 and now_arr <> base_arr and base_units > 0
                    and now_unknown_units = 0 and base_unknown_units = 0
                    then sign * (
                        now_arr - base_arr - {{ volume_part('base_arr', 'base_units', 'now_units') }}
                    )
                else 0
            end
        ) as price_arr,
        sum(
            case
                when now_arr < base_arr and now_migrated_out > base_migrated_out
                    then sign * least(base_arr - now_arr, now_migrated_out - base_migrated_out)
                else 0
            end
        ) as migrated_out_arr,
        {%- endif %}
        sum(sign) as opening_customers,
        sum(case when now_arr = 0 then sign else 0 end) as churned_customers
    from positions
    where base_arr > 0
    group by {{ group_columns | join(', ') }}, month_index
),

group_starts as (
    select
        {{ group_by | join(', ') }}{{ ',' if group_by }}
        min(month_index) as first_month_index
    from changes
    where arr_change <> 0
    {%- if group_by %}
    group by {{ group_by | join(', ') }}
    {%- endif %}
),

months as (
    select * from {{ ref('int_months') }}
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
        coalesce(measured.{{ measure }}, 0) as {{ measure }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from grid
    left join measured
        on
            grid.month_index = measured.month_index
            {%- for column in group_columns %}
            and grid.{{ column }} = measured.{{ column }}
            {%- endfor %}
)

select
    {{ group_columns | join(', ') }},

    {%- for measure in measures %}
    cast({{ running_sum(measure ~ '_change', group_columns) }} as {{ money_total_type() }})
        as {{ measure }},
    {%- endfor %}
    {%- for count in counts %}
    cast({{ running_sum(count ~ '_change', group_columns) }} as integer) as {{ count }},
    {%- endfor %}

    arr_month
from filled
{%- endmacro %}
