{%- set ratio = [
    'risk_ratio', 'ratio_error', 'exposed_churned', 'exposed_matched', 'exposed_weight',
    'control_sum', 'control_error',
] -%}

with studies as (
    select * from {{ ref('product_retention', 'signal_studies') }}
),

family_members as (
    select * from {{ ref('product_retention', 'int_family_study_members') }}
),

sums as (
    select * from {{ ref('product_retention', 'int_study_sums') }}
),

errors as (
    select * from {{ ref('product_retention', 'int_study_errors') }}
),

families as (
    select
        study,
        product_family,
        count(*) over () as n_compared
    from family_members
    group by study, product_family
),

-- Counts alone decide, never outcomes.
judged as (
    select
        sums.*,
        families.product_family,
        families.n_compared,
        sums.exposed_matched > 0
        and sums.exposed_matched
        >= {{ signal_threshold('min_matched_share') }} * sums.exposed - 1e-9 as is_mostly_matched,
        {{ study_evidence('sums.exposed_matched', 'sums.control_churned_customers') }}
            as evidence
    from sums
    left join families
        on sums.study = families.study
),

described as (
    select
        judged.*,
        studies.study as asked_study,
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
        on
            judged.study = studies.study
            or (judged.product_family is not null and studies.study = 'secondary_cut')
    left join errors
        on
            judged.study = errors.study
            and judged.level = errors.level
),

limited as (
    select
        *,
        {{ study_ratio_limit('low', *ratio) }} as ci_low,
        {{ study_ratio_limit('high', *ratio) }} as ci_high
    from described
)

select
    asked_study as study,
    coalesce(product_family, '(all)') as product_family,
    level,

    is_chosen,
    cast(n_compared as integer) as n_compared,
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
    ci_low,
    ci_high,
    claim_low,
    claim_high,
    ci_low <= claim_high + 1e-9 and ci_high >= claim_low - 1e-9 as claim_in_interval,
    evidence,
    {{ study_verdict('evidence', 'ci_low', 'ci_high') }} as verdict
from limited
