-- The limits of the ratio of each chosen level worked out as they are defined: the ratio without
-- each customer in turn, from all strata, and how much the logarithms of those ratios vary. At the
-- other levels the ratio lies in the middle of its limits, as factors go.
with all_levels as (
    select * from {{ ref('product_retention', 'signals_studies') }}
    where product_family = '(all)'
),

studies as (
    select * from all_levels
    where is_chosen and ci_high is not null and exposed_churned >= 2
),

members as (
    select * from {{ ref('product_retention', 'signals_study_members') }}
),

standing as (
    select
        members.study,
        coalesce(members.start_quarter, members.index_month) as index_month,
        members.customer_id,
        {%- for column, part in [
            ('items', 'items'), ('arr_band', 'arr'), ('age_band', 'age'), ('term_class', 'term'),
        ] %}
        case when studies.level like '%{{ part }}%' then members.{{ column }} else '' end
            as {{ column }},
        {%- endfor %}
        case when members.is_exposed then 1 else 0 end as e,
        case when members.is_exposed and members.has_churned then 1 else 0 end as a,
        case when members.has_churned and not members.is_exposed then 1 else 0 end as c
    from members
    inner join studies
        on members.study = studies.study
),

{%- set stratum = 'partition by study, index_month, items, arr_band, age_band, term_class' %}

in_strata as (
    select
        *,
        cast(sum(e) over ({{ stratum }}) as {{ rate_type() }}) as m1,
        cast(count(*) over ({{ stratum }}) as {{ rate_type() }}) as n,
        cast(sum(a) over ({{ stratum }}) as {{ rate_type() }}) as all_a,
        cast(sum(c) over ({{ stratum }}) as {{ rate_type() }}) as all_c
    from standing
),

-- A stratum is spread over its members, so that the sums are those of all strata.
parts as (
    select
        study,
        customer_id,
        all_a * (n - m1) / (n * n) as r_share,
        all_c * m1 / (n * n) as s_share,
        all_a * (n - m1) / n as r,
        all_c * m1 / n as s,
        case when m1 - e > 0 and n - m1 - 1 + e > 0 then 1 else 0 end
        * (all_a - a) * (n - m1 - 1 + e) / (n - 1) as r_without,
        case when m1 - e > 0 and n - m1 - 1 + e > 0 then 1 else 0 end
        * (all_c - c) * (m1 - e) / (n - 1) as s_without
    from in_strata
    where m1 > 0 and m1 < n
),

by_customer as (
    select
        study,
        customer_id,
        sum(sum(r_share)) over (partition by study) - sum(r) + sum(r_without) as r,
        sum(sum(s_share)) over (partition by study) - sum(s) + sum(s_without) as s
    from parts
    group by study, customer_id
),

logarithms as (
    select
        study,
        ln(r / s) as log_ratio,
        avg(ln(r / s)) over (partition by study) as mean_log_ratio
    from by_customer
),

errors as (
    select
        study,
        sqrt(
            (count(*) - 1.0) / count(*)
            * sum((log_ratio - mean_log_ratio) * (log_ratio - mean_log_ratio))
        ) as error
    from logarithms
    group by study
)

select
    study,
    level,
    ci_low,
    ci_high,
    null as error
from all_levels
where
    (ci_low is null) <> (ci_high is null)
    or (exposed_churned < 2 and ci_low <> 0)
    or (
        exposed_churned >= 2
        and abs(ci_low / nullif(risk_ratio, 0) * ci_high / nullif(risk_ratio, 0) - 1) > 1e-7
    )
union all
select
    studies.study,
    studies.level,
    studies.ci_low,
    studies.ci_high,
    errors.error
from studies
left join errors
    on studies.study = errors.study
where
    errors.error is null
    or abs(studies.ci_low / studies.risk_ratio * exp(1.959964 * errors.error) - 1) > 1e-7
    or abs(studies.ci_high / studies.risk_ratio * exp(-1.959964 * errors.error) - 1) > 1e-7
