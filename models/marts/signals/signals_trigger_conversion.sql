{%- set ratio = [
    'risk_ratio', 'ratio_error', 'exposed_churned', 'exposed_matched', 'exposed_weight',
    'control_sum', 'control_error',
] -%}

-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with trigger_rules as (
    select * from {{ ref('product_retention', 'int_trigger_rules') }}
),

-- Of a trigger, what is held is the product.
sums as (
    select * from {{ ref('product_retention', 'int_study_sums') }}
    where level = 'items+arr'
),

errors as (
    select * from {{ ref('product_retention', 'int_study_errors') }}
    where level = 'items+arr'
),

usage_metrics as (
    select count(*) as metrics
    from {{ ref('product_retention', 'int_monday_metrics') }}
    -- A health score may rest on account signals alone.
    where product_id is not null and metric <> 'health_score'
),

judged as (
    select
        trigger_rules.rule_id,
        sums.*,
        {{ study_evidence('sums.exposed_matched', 'sums.control_churned_customers') }} as evidence,
        errors.ratio_error,
        errors.control_error
    from trigger_rules
    inner join sums
        on trigger_rules.study = sums.study
    inner join usage_metrics
        on usage_metrics.metrics > 0
    left join errors
        on trigger_rules.study = errors.study
),

compared as (
    select
        *,
        case
            when evidence <> 'too little'
                then {{ safe_divide('exposed_sum', 'control_sum') }}
        end as risk_ratio
    from judged
),

limited as (
    select
        *,
        {{ study_ratio_limit('low', *ratio) }} as ci_low,
        {{ study_ratio_limit('high', *ratio) }} as ci_high
    from compared
)

select
    rule_id,

    exposed,
    exposed_matched,
    exposed_churned as exposed_expanded,
    control_rows,
    control_customers,
    control_churned_customers as control_expanded_customers,
    {{ safe_divide('exposed_churned', 'exposed_matched') }} as conversion_exposed,
    {{ safe_divide('expected_churned', 'exposed_matched') }} as conversion_control,
    expected_churned as expected_expanded,
    risk_ratio,
    ci_low,
    ci_high,
    evidence,
    {{ study_verdict('evidence', 'ci_low', 'ci_high') }} as verdict
from limited
