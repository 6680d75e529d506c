with studies as (
    select study
    from {{ ref('product_retention', 'signal_studies') }}
    union all
    select study
    from {{ ref('product_retention', 'int_trigger_rules') }}
    union all
    select study
    from {{ ref('product_retention', 'int_family_study_members') }}
    group by study
),

members as (
    select * from {{ ref('product_retention', 'int_matched_members') }}
    where is_exposed
),

strata as (
    select * from {{ ref('product_retention', 'int_study_strata') }}
),

influences as (
    select * from {{ ref('product_retention', 'int_study_influences') }}
    where control_rows > 0
),

levels as (
    {%- for is_landmark in [false, true] %}
    {%- for level in study_levels(is_landmark) %}
    select
        '{{ level }}' as level,
        {{ loop.index }} as level_rank,
        {{ is_landmark | lower }} as is_landmark
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

exposed_customers as (
    select
        study,
        count(*) as exposed
    from members
    group by study
),

controls as (
    select
        study,
        level,
        count(*) as control_customers,
        sum(case when has_churned_as_control then 1 else 0 end) as control_churned_customers
    from influences
    group by study, level
),

-- A cell adds its own customers, weighted by the counts of its stratum.
parts as (
    select
        *,
        {{ safe_divide('cell_exposed_churned * controls', 'exposed + controls') }}
            as exposed_part,
        {{ safe_divide('cell_controls_churned * exposed', 'exposed + controls') }}
            as control_part,
        {{ safe_divide('cell_exposed * controls', 'exposed + controls') }} as exposed_weight,
        {{ safe_divide('cell_controls_churned * exposed', 'controls') }} as expected_churned
    from strata
),

sums as (
    select
        study,
        level,
        sum(cell_exposed) as exposed_matched,
        sum(cell_exposed_churned) as exposed_churned,
        sum(cell_controls) as control_rows,
        {{ steady_sum('exposed_part') }} as exposed_sum,
        {{ steady_sum('control_part') }} as control_sum,
        {{ steady_sum('exposed_weight') }} as exposed_weight,
        {{ steady_sum('expected_churned') }} as expected_churned
    from parts
    group by study, level
)

select
    studies.study,
    levels.level,

    levels.level_rank,
    cast(coalesce(exposed_customers.exposed, 0) as integer) as exposed,
    cast(coalesce(sums.exposed_matched, 0) as integer) as exposed_matched,
    cast(coalesce(sums.exposed_churned, 0) as integer) as exposed_churned,
    cast(coalesce(sums.control_rows, 0) as integer) as control_rows,
    cast(coalesce(controls.control_customers, 0) as integer) as control_customers,
    cast(coalesce(controls.control_churned_customers, 0) as integer) as control_churned_customers,
    coalesce(sums.exposed_sum, 0) as exposed_sum,
    coalesce(sums.control_sum, 0) as control_sum,
    coalesce(sums.exposed_weight, 0) as exposed_weight,
    coalesce(sums.expected_churned, 0) as expected_churned
from studies
inner join levels
    on (studies.study in ({{ landmark_studies() }})) = levels.is_landmark
left join exposed_customers
    on studies.study = exposed_customers.study
left join sums
    on
        studies.study = sums.study
        and levels.level = sums.level
left join controls
    on
        studies.study = controls.study
        and levels.level = controls.level
where studies.study <> 'early_expander'
