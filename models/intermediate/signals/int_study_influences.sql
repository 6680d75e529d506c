with members as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_matched_members') }}
),

strata as (
    select * from {{ ref('product_retention', 'int_study_strata') }}
),

-- A customer is in a stratum once, since a stratum has one month.
standing as (
    select
        strata.study,
        strata.level,
        members.customer_id,
        case when members.is_exposed then 1 else 0 end as exposed_row,
        case when members.is_exposed then 0 else 1 end as control_row,
        case when members.is_exposed and members.has_churned then 1 else 0 end
            as exposed_churned_row,
        case when members.has_churned and not members.is_exposed then 1 else 0 end
            as control_churned_row,
        cast(strata.exposed as {{ rate_type() }}) as exposed,
        cast(strata.exposed_churned as {{ rate_type() }}) as exposed_churned,
        cast(strata.controls as {{ rate_type() }}) as controls,
        cast(strata.controls_churned as {{ rate_type() }}) as controls_churned
    from members
    inner join strata
        on
            members.study = strata.study
            and members.month_index = strata.month_index
            and members.items = strata.items
            and members.arr_band = strata.arr_band
            and members.age_band = strata.age_band
            and members.term_class = strata.term_class
),

-- A stratum that loses its last exposed customer or its last control counts for nothing.
without_it as (
    select
        *,
        exposed_churned * controls / (exposed + controls) as exposed_part,
        controls_churned * exposed / (exposed + controls) as control_part,
        case
            when exposed > exposed_row and controls > control_row
                then
                    (exposed_churned - exposed_churned_row) * (controls - control_row)
                    / (exposed + controls - 1)
            else 0
        end as exposed_part_without,
        case
            when exposed > exposed_row and controls > control_row
                then
                    (controls_churned - control_churned_row) * (exposed - exposed_row)
                    / (exposed + controls - 1)
            else 0
        end as control_part_without
    from standing
)

select
    study,
    level,
    customer_id,

    cast(sum(control_row) as integer) as control_rows,
    {{ steady_sum('exposed_part - exposed_part_without') }} as exposed_sum_change,
    {{ steady_sum('control_part - control_part_without') }} as control_sum_change,

    max(control_churned_row) = 1 as has_churned_as_control
from without_it
group by study, level, customer_id
