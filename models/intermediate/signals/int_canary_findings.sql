with findings as (
    select * from {{ ref('product_retention', 'int_study_findings') }}
    where
        study = 'secondary_cut'
        and product_family = '(all)'
        and is_chosen
        and verdict = 'more likely'
),

members as (
    select * from {{ ref('product_retention', 'int_study_members') }}
    where is_exposed
),

strata as (
    select * from {{ ref('product_retention', 'int_study_strata') }}
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

last_months as (
    select max(month_index) as month_index
    from months
    having max(month_index) is not null
),

-- What the exposed that were matched had before they cut.
stakes as (
    select sum(members.opening_arr) as arr_at_stake
    from findings
    inner join strata
        on
            findings.study = strata.study
            and findings.level = strata.level
    inner join members
        on
            strata.study = members.study
            and strata.month_index = members.month_index
            and strata.items = members.items
            and strata.arr_band = members.arr_band
            and strata.age_band = members.age_band
            and strata.term_class = members.term_class
)

select
    last_months.month_index,
    findings.exposed_matched as n_subject,
    findings.control_customers as n_other,
    stakes.arr_at_stake,

    findings.evidence
from findings
cross join stakes
cross join last_months
