with candidates as (
    select * from {{ ref('product_retention', 'int_pattern_candidates') }}
),

measures as (
    select * from {{ ref('product_retention', 'int_pattern_measures') }}
),

limits as (
    select * from {{ ref('product_retention', 'int_pattern_limits') }}
),

figures as (
    select
        candidates.*,
        subjects.nrr as subject_nrr,
        subject_limits.half_width as subject_half_width,
        counterparts.nrr as other_nrr,
        case
            when candidates.pattern = 'masked_part' then other_limits.half_width_99
            else other_limits.half_width
        end as other_half_width,
        subjects.company_nrr,
        subjects.nrr_of_the_rest,
        subjects.grr,
        subjects.logo_retention,
        subjects.entities as n_subject,
        counterparts.entities as n_other,
        coalesce(counterparts.opening_arr, subjects.opening_arr) as arr_at_stake
    from candidates
    inner join measures as subjects
        on
            candidates.month_index = subjects.month_index
            and candidates.subject = subjects.item
            and subjects.segment_type = '(all)'
    left join measures as counterparts
        on
            candidates.month_index = counterparts.month_index
            and candidates.other = counterparts.item
            and candidates.segment_type = counterparts.segment_type
            and candidates.segment_value = counterparts.segment_value
    left join limits as subject_limits
        on
            candidates.month_index = subject_limits.month_index
            and candidates.subject = subject_limits.item
            and subject_limits.segment_type = '(all)'
    left join limits as other_limits
        on
            candidates.month_index = other_limits.month_index
            and candidates.other = other_limits.item
            and candidates.segment_type = other_limits.segment_type
            and candidates.segment_value = other_limits.segment_value
)

select
    pattern,
    scope,
    month_index,
    case when subject = '(all)' then 'company' else subject end as subject,
    case
        when segment_type in ('(all)', '(none)') then other
        else segment_type || ': ' || segment_value
    end as other,

    subject_nrr,
    subject_nrr - subject_half_width as subject_low,
    subject_nrr + subject_half_width as subject_high,
    other_nrr,
    other_nrr - other_half_width as other_low,
    other_nrr + other_half_width as other_high,
    company_nrr,
    case when pattern = 'subsidizer' then nrr_of_the_rest end as nrr_of_the_rest,
    grr,
    logo_retention,
    n_subject,
    n_other,
    places as n_compared,
    arr_at_stake,

    case
        when pattern = 'subsidizer'
            then
                coalesce(
                    subject_nrr - subject_half_width > company_nrr
                    and company_nrr > other_nrr + other_half_width,
                    false
                )
        when pattern = 'masked_part'
            then coalesce(other_nrr + other_half_width < subject_nrr, false)
    end as is_clear,
    case
        when pattern = 'masked_churn'
            then
                grr <= {{ signal_threshold('severe_grr') }} + 1e-9
                and subject_nrr >= {{ signal_threshold('severe_nrr') }} - 1e-9
    end as is_severe
from figures
