{%- set cell = ['study', 'month_index', 'items', 'arr_band', 'age_band', 'term_class'] -%}

with members as (
    select * from {{ ref('product_retention', 'int_matched_members') }}
),

cells as (
    select
        {{ cell | join(',\n        ') }},
        sum(case when is_exposed then 1 else 0 end) as cell_exposed,
        sum(case when is_exposed and has_churned then 1 else 0 end) as cell_exposed_churned,
        sum(case when is_exposed then 0 else 1 end) as cell_controls,
        sum(case when has_churned and not is_exposed then 1 else 0 end) as cell_controls_churned
    from members
    group by {{ cell | join(', ') }}
),

-- The stratum of a cell is that of all cells that are alike in what the level looks at.
strata as (
    {%- for is_landmark in [false, true] %}
    {%- for level, columns in study_levels(is_landmark).items() %}
    {%- set stratum = 'partition by ' ~ (['study', 'month_index'] + columns) | join(', ') %}
    select
        *,
        '{{ level }}' as level,
        sum(cell_exposed) over ({{ stratum }}) as exposed,
        sum(cell_exposed_churned) over ({{ stratum }}) as exposed_churned,
        sum(cell_controls) over ({{ stratum }}) as controls,
        sum(cell_controls_churned) over ({{ stratum }}) as controls_churned
    from cells
    where study {{ 'in' if is_landmark else 'not in' }} ({{ landmark_studies() }})
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    study,
    level,
    items,
    arr_band,
    age_band,
    term_class,

    month_index,
    cast(cell_exposed as integer) as cell_exposed,
    cast(cell_exposed_churned as integer) as cell_exposed_churned,
    cast(cell_controls as integer) as cell_controls,
    cast(cell_controls_churned as integer) as cell_controls_churned,
    cast(exposed as integer) as exposed,
    cast(exposed_churned as integer) as exposed_churned,
    cast(controls as integer) as controls,
    cast(controls_churned as integer) as controls_churned
from strata
where exposed > 0 and controls > 0
