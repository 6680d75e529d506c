-- Every study and level counted again from its members, stratum by stratum.
with members as (
    select
        *,
        coalesce(start_quarter, index_month) as matched_month
    from {{ ref('product_retention', 'signals_study_members') }}
),

-- Rows by family compare some of these members.
all_studies as (
    select * from {{ ref('product_retention', 'signals_studies') }}
    where product_family = '(all)'
),

seed_studies as (
    select * from {{ ref('product_retention', 'signal_studies') }}
),

exposed_customers as (
    select
        study,
        count(*) as exposed
    from members
    where is_exposed
    group by study
),

keyed as (
    {%- for is_landmark in [false, true] %}
    {%- for level, columns in study_levels(is_landmark).items() %}
    select
        *,
        '{{ level }}' as level,
        {{ (["'|'"] + columns) | join(" || '|' || ") }} as stratum
    from members
    where study {{ 'in' if is_landmark else 'not in' }} ({{ landmark_studies() }})
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

strata as (
    select
        study,
        level,
        matched_month,
        stratum,
        count(*) as members,
        sum(case when is_exposed then 1 else 0 end) as exposed,
        sum(case when is_exposed and has_churned then 1 else 0 end) as exposed_churned,
        sum(case when has_churned and not is_exposed then 1 else 0 end) as controls_churned
    from keyed
    group by study, level, matched_month, stratum
    having count(distinct is_exposed) = 2
),

sums as (
    select
        study,
        level,
        sum(exposed) as exposed_matched,
        sum(exposed_churned) as exposed_churned,
        sum(members - exposed) as control_rows,
        sum({{ safe_divide('exposed * controls_churned', 'members - exposed') }})
            as expected_churned,
        sum({{ safe_divide('exposed_churned * (members - exposed)', 'members') }})
        / nullif(sum({{ safe_divide('controls_churned * exposed', 'members') }}), 0) as risk_ratio
    from strata
    group by study, level
),

controls as (
    select
        keyed.study,
        keyed.level,
        count(distinct keyed.customer_id) as customers,
        count(distinct case when keyed.has_churned then keyed.customer_id end) as churned_customers
    from keyed
    inner join strata
        on
            keyed.study = strata.study
            and keyed.level = strata.level
            and keyed.matched_month = strata.matched_month
            and keyed.stratum = strata.stratum
    where not keyed.is_exposed
    group by keyed.study, keyed.level
)

select
    studies.study,
    studies.level
from all_studies as studies
left join seed_studies
    on studies.study = seed_studies.study
left join exposed_customers
    on studies.study = exposed_customers.study
left join sums
    on
        studies.study = sums.study
        and studies.level = sums.level
left join controls
    on
        studies.study = controls.study
        and studies.level = controls.level
where
    seed_studies.study is null
    or studies.exposed <> coalesce(exposed_customers.exposed, 0)
    or studies.exposed_matched <> coalesce(sums.exposed_matched, 0)
    or studies.exposed_churned <> coalesce(sums.exposed_churned, 0)
    or studies.control_rows <> coalesce(sums.control_rows, 0)
    or studies.control_customers <> coalesce(controls.customers, 0)
    or studies.control_churned_customers <> coalesce(controls.churned_customers, 0)
    or abs(studies.expected_churned - coalesce(sums.expected_churned, 0)) > 1e-9
    or abs(studies.risk_ratio - sums.risk_ratio) > 1e-9 * (1 + sums.risk_ratio)
    or (studies.evidence = 'too little' and studies.risk_ratio is not null)
    or (
        studies.evidence <> 'too little'
        and studies.risk_ratio is null
        and studies.study <> 'early_expander'
        and sums.risk_ratio is not null
    )
    or abs(studies.claim_low - seed_studies.claim_low) > 1e-9
    or abs(studies.claim_high - seed_studies.claim_high) > 1e-9
