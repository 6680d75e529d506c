{%- set z = 1.959964 %}

with studies as (
    select * from {{ ref('product_retention', 'signal_studies') }}
    where study = 'early_expander'
),

members as (
    select * from {{ ref('product_retention', 'int_landmark_members') }}
    where is_exposed
),

sums as (
    select * from {{ ref('product_retention', 'int_expander_sums') }}
),

levels as (
    {%- for level in study_levels(is_landmark=true) %}
    select
        '{{ level }}' as level,
        {{ loop.index }} as level_rank
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

exposed_customers as (
    select count(*) as exposed
    from members
),

judged as (
    select
        studies.*,
        levels.level,
        levels.level_rank,
        exposed_customers.exposed,
        coalesce(sums.exposed_customers, 0) as exposed_matched,
        coalesce(sums.control_customers, 0) as controls,
        sums.exposed_sum,
        sums.control_sum,
        sums.ratio_error,
        sums.nrr_exposed,
        sums.nrr_control,
        sums.nrr_from_start_exposed,
        sums.nrr_from_start_control
    from studies
    cross join levels
    cross join exposed_customers
    left join sums
        on levels.level = sums.level
),

described as (
    select
        *,
        row_number() over (
            order by
                case
                    when
                        exposed_matched > 0
                        and exposed_matched
                        >= {{ signal_threshold('min_matched_share') }} * exposed - 1e-9
                        and controls >= min_controls * exposed_matched
                        then level_rank
                    else 100 - level_rank
                end asc
        ) = 1 as is_chosen,
        case
            when least(exposed_matched, controls) < {{ signal_threshold('min_side_customers') }}
                then 'too little'
            when least(exposed_matched, controls) < {{ signal_threshold('enough_side_customers') }}
                then 'thin'
            else 'enough'
        end as evidence
    from judged
),

compared as (
    select
        *,
        case when evidence <> 'too little' then {{ safe_divide('exposed_sum', 'control_sum') }} end
            as nrr_ratio
    from described
),

limited as (
    select
        *,
        nrr_ratio * exp(-{{ z }} * ratio_error) as ci_low,
        nrr_ratio * exp({{ z }} * ratio_error) as ci_high
    from compared
)

select
    study,
    level,

    cast(exposed as integer) as exposed,
    cast(exposed_matched as integer) as exposed_matched,
    cast(controls as integer) as control_rows,
    nrr_exposed,
    nrr_control,
    nrr_ratio,
    ci_low,
    ci_high,
    nrr_from_start_exposed,
    nrr_from_start_control,
    cast(claim_low as {{ rate_type() }}) as claim_low,
    cast(claim_high as {{ rate_type() }}) as claim_high,
    evidence,
    case
        when evidence = 'too little' then 'too little evidence'
        when ci_high is null then 'no interval'
        when ci_low > 1 + 1e-9 then 'higher'
        when ci_high < 1 - 1e-9 then 'lower'
        else 'no clear difference'
    end as verdict,

    is_chosen
from limited
