{%- set pattern_key = 'pattern, scope, subject, other' -%}
{%- set of_retention = [
    'subject_nrr', 'subject_low', 'subject_high', 'other_nrr', 'other_low', 'other_high',
    'company_nrr', 'nrr_of_the_rest', 'grr', 'logo_retention',
] -%}
{%- set of_bottlenecks = [
    'subject_expansion_share', 'other_expansion_quotient', 'expanding_subject', 'expanding_other',
    'difference_low', 'tier_moves_up', 'volume_expansions',
] -%}

with findings as (
    select * from {{ ref('product_retention', 'int_pattern_findings') }}
),

bottlenecks as (
    select * from {{ ref('product_retention', 'int_bottleneck_findings') }}
),

canaries as (
    select * from {{ ref('product_retention', 'int_canary_findings') }}
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

measured as (
    select
        findings.*,
        {{ 'null as ' ~ of_bottlenecks | join(',\n        null as ') }},
        null as study_evidence
    from findings
    union all
    select
        'expansion_bottleneck' as pattern,
        'product_family' as scope,
        month_index,
        subject,
        other,
        {{ 'null as ' ~ of_retention | join(',\n        null as ') }},
        n_subject,
        n_other,
        null as n_compared,
        opening_arr as arr_at_stake,
        coalesce(difference_low > 0, false) as is_clear,
        null as is_severe,
        {{ of_bottlenecks | join(',\n        ') }},
        null as study_evidence
    from bottlenecks
    union all
    select
        'churn_canary' as pattern,
        'company' as scope,
        month_index,
        'company' as subject,
        '(none)' as other,
        {{ 'null as ' ~ of_retention | join(',\n        null as ') }},
        n_subject,
        n_other,
        null as n_compared,
        arr_at_stake,
        true as is_clear,
        null as is_severe,
        {{ 'null as ' ~ of_bottlenecks | join(',\n        null as ') }},
        evidence as study_evidence
    from canaries
),

-- Months in a row are as far from their place in order as the month before.
numbered as (
    select
        measured.*,
        months.arr_month,
        measured.month_index - row_number() over (
            partition by {{ pattern_key }}
            order by measured.month_index
        ) as run_number,
        coalesce(
            measured.study_evidence,
            {{ evidence(
                'least(measured.n_subject, coalesce(measured.n_other, measured.n_subject))'
            ) }}
        ) as evidence
    from measured
    inner join months
        on measured.month_index = months.month_index
)

select
    arr_month,
    pattern,
    scope,
    subject,
    other,
    evidence,

    {{ of_retention | join(',\n    ') }},
    cast(n_subject as integer) as n_subject,
    cast(n_other as integer) as n_other,
    cast(n_compared as integer) as n_compared,
    subject_expansion_share,
    other_expansion_quotient,
    cast(expanding_subject as integer) as expanding_subject,
    cast(expanding_other as integer) as expanding_other,
    difference_low,
    cast(tier_moves_up as integer) as tier_moves_up,
    cast(volume_expansions as integer) as volume_expansions,
    cast(arr_at_stake as {{ money_total_type() }}) as arr_at_stake,

    coalesce(is_severe, false) as is_severe,
    is_clear,
    evidence = 'enough' and coalesce(is_clear, true) as is_found,

    min(arr_month) over (partition by {{ pattern_key }}, run_number) as since_month
from numbered
