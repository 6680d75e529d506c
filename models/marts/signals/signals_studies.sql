{%- set z = 1.959964 %}

with studies as (
    select * from {{ ref('product_retention', 'signal_studies') }}
),

sums as (
    select * from {{ ref('product_retention', 'int_study_sums') }}
),

errors as (
    select * from {{ ref('product_retention', 'int_study_errors') }}
),

-- Counts alone decide, never outcomes.
judged as (
    select
        *,
        exposed_matched > 0
        and exposed_matched >= {{ signal_threshold('min_matched_share') }} * exposed - 1e-9
            as is_mostly_matched,
        case
            when
                exposed_matched < {{ signal_threshold('min_exposed') }}
                or control_churned_customers < {{ signal_threshold('min_control_events') }}
                then 'too little'
            when
                exposed_matched < {{ signal_threshold('enough_exposed') }}
                or control_churned_customers < {{ signal_threshold('enough_control_events') }}
                then 'thin'
            else 'enough'
        end as evidence
    from sums
),

described as (
    select
        judged.*,
        cast(studies.claim_low as {{ rate_type() }}) as claim_low,
        cast(studies.claim_high as {{ rate_type() }}) as claim_high,
        errors.ratio_error,
        errors.control_error,
        row_number() over (
            partition by judged.study
            order by
                case
                    when
                        judged.is_mostly_matched
                        and judged.control_rows >= studies.min_controls * judged.exposed_matched
                        then judged.level_rank
                    else 100 - judged.level_rank
                end asc
        ) = 1 as is_chosen,
        case
            when judged.evidence <> 'too little'
                then {{ safe_divide('judged.exposed_sum', 'judged.control_sum') }}
        end as risk_ratio
    from judged
    inner join studies
        on judged.study = studies.study
    left join errors
        on
            judged.study = errors.study
            and judged.level = errors.level
),

-- With fewer than two that left, the upper limit is that of a Poisson count of none or one.
limited as (
    select
        *,
        case
            when exposed_churned >= 2 then risk_ratio * exp(-{{ z }} * ratio_error)
            when risk_ratio is not null and control_error is not null then 0
        end as ci_low,
        case
            when exposed_churned >= 2 then risk_ratio * exp({{ z }} * ratio_error)
            when risk_ratio is not null
                then
                    case when exposed_churned = 1 then 5.571643 else 3.688879 end
                    * {{ safe_divide('exposed_weight', 'exposed_matched') }}
                    / control_sum * exp({{ z }} * control_error)
        end as ci_high
    from described
)

select
    study,
    level,

    is_chosen,
    exposed,
    exposed_matched,
    exposed_churned,
    control_rows,
    control_customers,
    control_churned_customers,
    {{ safe_divide('exposed_churned', 'exposed_matched') }} as risk_exposed,
    {{ safe_divide('expected_churned', 'exposed_matched') }} as risk_control,
    expected_churned,
    risk_ratio,
    cast(ci_low as {{ rate_type() }}) as ci_low,
    ci_high,
    claim_low,
    claim_high,
    ci_low <= claim_high + 1e-9 and ci_high >= claim_low - 1e-9 as claim_in_interval,
    evidence,
    case
        when evidence = 'too little' then 'too little evidence'
        when ci_high is null then 'no interval'
        when ci_low > 1 + 1e-9 then 'more likely'
        when ci_high < 1 - 1e-9 then 'less likely'
        else 'no clear difference'
    end as verdict
from limited
