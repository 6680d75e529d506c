{%- set z = 1.959964 %}

with levels as (
    select * from {{ ref('product_retention', 'int_growth_levels') }}
),

members as (
    select * from {{ ref('product_retention', 'int_growth_members') }}
    where is_exposed
),

sums as (
    select * from {{ ref('product_retention', 'int_growth_sums') }}
),

-- The same customers stand at each level.
exposed_customers as (
    select
        study,
        count(distinct customer_id) as exposed
    from members
    group by study
),

judged as (
    select
        levels.*,
        coalesce(exposed_customers.exposed, 0) as exposed,
        coalesce(sums.exposed_customers, 0) as exposed_matched,
        coalesce(sums.control_customers, 0) as controls,
        sums.exposed_sum,
        sums.control_sum,
        sums.ratio_error,
        sums.nrr_exposed,
        sums.nrr_control,
        sums.nrr_from_start_exposed,
        sums.nrr_from_start_control
    from levels
    left join exposed_customers
        on levels.study = exposed_customers.study
    left join sums
        on
            levels.study = sums.study
            and levels.level = sums.level
),

described as (
    select
        *,
        row_number() over (
            partition by study
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
    claim_low,
    claim_high,
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
