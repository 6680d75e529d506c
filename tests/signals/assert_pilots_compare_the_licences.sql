-- Pilots worked out again: who is measured, NRR of those who are, ratio, limits and verdict in step
-- with each other, and one chosen level.
with results as (
    select * from {{ ref('product_retention', 'pilot_results') }}
),

listed as (
    select * from {{ ref('product_retention', 'pilot_members') }}
),

members as (
    select * from {{ ref('product_retention', 'int_growth_members') }}
    where study like 'pilot %' or study like 'before pilot %'
),

-- By stratum, what both groups had and what became of it.
strata as (
    select
        study,
        level,
        cast(sum(case when is_exposed then 1 else 0 end) as {{ rate_type() }}) as exposed,
        cast(sum(case when is_exposed then 0 else 1 end) as {{ rate_type() }}) as controls,
        cast(sum(case when is_exposed then revalued_base_arr end) as {{ rate_type() }}) as m1,
        cast(sum(case when not is_exposed then revalued_base_arr end) as {{ rate_type() }}) as m0,
        cast(sum(case when is_exposed then closing_arr end) as {{ rate_type() }}) as a,
        cast(sum(case when not is_exposed then closing_arr end) as {{ rate_type() }}) as c
    from members
    group by
        study, level, period_index, items, arr_band, age_band, term_class, health_band
),

sums as (
    select
        study,
        level,
        sum(exposed) as exposed,
        sum(controls) as controls,
        sum(a) / sum(m1) as nrr_members,
        sum(m1 * c / m0) / sum(m1) as nrr_controls,
        sum(a * m0 / (m1 + m0)) / nullif(sum(c * m1 / (m1 + m0)), 0) as nrr_ratio
    from strata
    where exposed > 0 and controls > 0
    group by study, level
),

shown as (
    {%- for prefix, study in {'': 'pilot ', 'before_': 'before pilot '}.items() %}
    select
        '{{ study }}' || pilot_id as study,
        level,
        {%- for column in [
            'matched_members', 'controls', 'nrr_members', 'nrr_controls', 'nrr_ratio', 'ci_low', 'ci_high',
            'evidence', 'verdict',
        ] %}
        {{ prefix ~ column ~ (' as ' ~ column if prefix else '') }},
        {%- endfor %}
        pilot_id
    from results
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

counts as (
    select
        results.pilot_id,
        results.members,
        results.unknown_members,
        results.measured_members,
        (
            select count(*)
            from listed
            where listed.pilot_id = results.pilot_id
        ) as listed_members,
        (
            select count(*)
            from listed
            inner join {{ ref('product_retention', 'dim_customers') }} as customers
                on listed.customer_id = customers.customer_id
            where listed.pilot_id = results.pilot_id
        ) as known_members,
        (
            select count(*)
            from listed
            inner join {{ ref('product_retention', 'fct_arr_monthly') }} as arr
                on listed.customer_id = arr.customer_id
            where
                listed.pilot_id = results.pilot_id
                and arr.arr_month = results.index_month
                and arr.arr > 0
        ) as held_pairs,
        sum(case when results.is_chosen then 1 else 0 end) over (partition by results.pilot_id)
            as chosen_levels,
        {{ month_index('results.closing_month') }} - {{ month_index('results.index_month') }}
            as months,
        results.pilot_months
    from results
)

select
    shown.pilot_id,
    shown.level,
    'figures' as what
from shown
left join sums
    on shown.study = sums.study and shown.level = sums.level
where
    shown.matched_members <> coalesce(sums.exposed, 0)
    or shown.controls <> coalesce(sums.controls, 0)
    or (shown.nrr_members is null) <> (sums.nrr_members is null)
    or abs(shown.nrr_members - sums.nrr_members) > 1e-9
    or (shown.nrr_controls is null) <> (sums.nrr_controls is null)
    or abs(shown.nrr_controls - sums.nrr_controls) > 1e-9
    or abs(shown.nrr_ratio - sums.nrr_ratio) > 1e-9
    or (shown.evidence = 'too little') <> (shown.verdict = 'too little evidence')
    or (shown.evidence = 'too little' and shown.nrr_ratio is not null)
    or (shown.nrr_ratio is null and coalesce(shown.ci_low, shown.ci_high) is not null)
    or (shown.ci_low is null) <> (shown.ci_high is null)
    or abs(shown.ci_low * shown.ci_high / nullif(shown.nrr_ratio * shown.nrr_ratio, 0) - 1) > 1e-7
union all
select
    pilot_id,
    '(all)' as level,
    'counts' as what
from counts
where
    members <> listed_members
    or unknown_members <> members - known_members
    or (pilot_months = 0 and measured_members <> 0)
    or (pilot_months > 0 and (measured_members > known_members or measured_members > held_pairs))
    or (pilot_months > 0 and held_pairs > 0 and measured_members = 0)
    or chosen_levels <> 1
    or coalesce(months, 0) <> pilot_months
