-- Study early_expander again from its members, stratum by stratum, and its limits from the ratio
-- without each customer in turn.
{%- set flags = {'exposed': 'is_exposed', 'control': 'not is_exposed'} %}
with all_studies as (
    select * from {{ ref('product_retention', 'signals_studies') }}
),

studies as (
    select * from all_studies
    where study = 'early_expander'
),

seed_studies as (
    select * from {{ ref('product_retention', 'signal_studies') }}
    where study = 'early_expander'
),

keyed as (
    {%- for level, columns in study_levels(true).items() %}
    select
        *,
        '{{ level }}' as level,
        {{ (["'|'"] + columns) | join(" || '|' || ") }} as stratum
    from {{ ref('product_retention', 'int_landmark_members') }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

strata as (
    select
        level,
        quarter_index,
        stratum,
        {%- for side, flag in flags.items() %}
        sum(case when {{ flag }} then 1 else 0 end) as {{ side }}_rows,
        cast(sum(case when {{ flag }} then revalued_base_arr else 0 end) as {{ rate_type() }})
            as {{ side }}_base,
        cast(sum(case when {{ flag }} then closing_arr else 0 end) as {{ rate_type() }})
            as {{ side }}_closing,
        {%- endfor %}
        count(*) as members
    from keyed
    group by level, quarter_index, stratum
    having count(distinct is_exposed) = 2
),

sums as (
    select
        level,
        sum(exposed_rows) as exposed_matched,
        sum(control_rows) as control_rows,
        sum(exposed_closing) / sum(exposed_base) as nrr_exposed,
        sum(exposed_base * (control_closing / control_base)) / sum(exposed_base) as nrr_control,
        sum(exposed_closing * control_base / (exposed_base + control_base)) as exposed_sum,
        sum(control_closing * exposed_base / (exposed_base + control_base)) as control_sum
    from strata
    group by level
),

matched as (
    select
        keyed.level,
        keyed.customer_id,
        keyed.is_exposed,
        keyed.revalued_opening_arr,
        keyed.first_year_arr,
        {%- for side, flag in flags.items() %}
        strata.{{ side }}_rows - case when {{ flag }} then 1 else 0 end as {{ side }}_rows,
        strata.{{ side }}_base - case when {{ flag }} then keyed.revalued_base_arr else 0 end
            as {{ side }}_base,
        strata.{{ side }}_closing - case when {{ flag }} then keyed.closing_arr else 0 end
            as {{ side }}_closing,
        {%- endfor %}
        strata.exposed_closing * strata.control_base
        / (strata.exposed_base + strata.control_base) as exposed_part,
        strata.control_closing * strata.exposed_base
        / (strata.exposed_base + strata.control_base) as control_part
    from keyed
    inner join strata
        on
            keyed.level = strata.level
            and keyed.quarter_index = strata.quarter_index
            and keyed.stratum = strata.stratum
),

years as (
    select
        level,
        {%- for side, flag in flags.items() %}
        cast(sum(case when {{ flag }} then first_year_arr end) as {{ rate_type() }})
        / nullif(sum(case when {{ flag }} then revalued_opening_arr end), 0)
            as nrr_{{ side }},
        {%- endfor %}
        count(*) as customers,
        count(first_year_arr) as first_years
    from matched
    group by level
),

without_one as (
    select
        matched.level,
        sums.exposed_sum - matched.exposed_part + case
            when matched.exposed_rows > 0 and matched.control_rows > 0
                then
                    matched.exposed_closing * matched.control_base
                    / (matched.exposed_base + matched.control_base)
            else 0
        end as exposed_sum,
        sums.control_sum - matched.control_part + case
            when matched.exposed_rows > 0 and matched.control_rows > 0
                then
                    matched.control_closing * matched.exposed_base
                    / (matched.exposed_base + matched.control_base)
            else 0
        end as control_sum
    from matched
    inner join sums
        on matched.level = sums.level
),

logarithms as (
    select
        level,
        ln(exposed_sum / control_sum) as log_ratio,
        avg(ln(exposed_sum / control_sum)) over (partition by level) as mean_log_ratio
    from without_one
    where exposed_sum > 0 and control_sum > 0
),

errors as (
    select
        level,
        sqrt(
            (count(*) - 1.0) / count(*)
            * sum((log_ratio - mean_log_ratio) * (log_ratio - mean_log_ratio))
        ) as error
    from logarithms
    group by level
)

select studies.level
from studies
cross join seed_studies
left join sums
    on studies.level = sums.level
left join years
    on studies.level = years.level
left join errors
    on studies.level = errors.level
where
    studies.exposed_matched <> coalesce(sums.exposed_matched, 0)
    or studies.control_rows <> coalesce(sums.control_rows, 0)
    or studies.control_customers <> studies.control_rows
    or abs(studies.nrr_exposed - sums.nrr_exposed) > 1e-9 * (1 + sums.nrr_exposed)
    or abs(studies.nrr_control - sums.nrr_control) > 1e-9 * (1 + sums.nrr_control)
    or abs(studies.nrr_ratio * sums.control_sum - sums.exposed_sum)
    > 1e-9 * (sums.control_sum + sums.exposed_sum)
    or (studies.nrr_ratio is not null and studies.evidence = 'too little')
    or (studies.nrr_from_start_exposed is not null and years.first_years < years.customers)
    or abs(studies.nrr_from_start_exposed - years.nrr_exposed) > 1e-9 * (1 + years.nrr_exposed)
    or abs(studies.nrr_from_start_control - years.nrr_control) > 1e-9 * (1 + years.nrr_control)
    or abs(studies.ci_low / nullif(studies.nrr_ratio, 0) * exp(1.959964 * errors.error) - 1) > 1e-7
    or abs(studies.ci_high / nullif(studies.nrr_ratio, 0) * exp(-1.959964 * errors.error) - 1)
    > 1e-7
    or abs(studies.claim_low - seed_studies.claim_low) > 1e-9
    or abs(studies.claim_high - seed_studies.claim_high) > 1e-9
union all
-- Other studies count customers and not ARR.
select level
from all_studies
where
    study <> 'early_expander'
    and (
        nrr_exposed is not null
        or nrr_control is not null
        or nrr_ratio is not null
        or nrr_from_start_exposed is not null
        or nrr_from_start_control is not null
    )
