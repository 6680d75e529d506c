{%- set pattern_key = 'pattern, scope, subject, other' -%}

with findings as (
    select * from {{ ref('product_retention', 'int_pattern_findings') }}
),

bottlenecks as (
    select * from {{ ref('product_retention', 'int_bottleneck_findings') }}
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

measured as (
    select
        findings.*,
        null as subject_expansion_share,
        null as other_expansion_quotient,
        null as expanding_subject,
        null as expanding_other,
        null as difference_low,
        null as tier_moves_up,
        null as volume_expansions
    from findings
    union all
    select
        'expansion_bottleneck' as pattern,
        'product_family' as scope,
        month_index,
        subject,
        other,
        null as subject_nrr,
        null as subject_low,
        null as subject_high,
        null as other_nrr,
        null as other_low,
        null as other_high,
        null as company_nrr,
        null as nrr_of_the_rest,
        null as grr,
        null as logo_retention,
        n_subject,
        n_other,
        null as n_compared,
        opening_arr as arr_at_stake,
        coalesce(difference_low > 0, false) as is_clear,
        null as is_severe,
        subject_expansion_share,
        other_expansion_quotient,
        expanding_subject,
        expanding_other,
        difference_low,
        tier_moves_up,
        volume_expansions
    from bottlenecks
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
        {{ evidence('least(measured.n_subject, coalesce(measured.n_other, measured.n_subject))') }}
            as evidence
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

    subject_nrr,
    subject_low,
    subject_high,
    other_nrr,
    other_low,
    other_high,
    company_nrr,
    nrr_of_the_rest,
    grr,
    logo_retention,
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
