-- The segments of a type add up to everyone, and the quarters are those of their own mart.
{%- set measures = ['opening_arr', 'arr', 'retained_arr', 'opening_customers', 'customers'] %}

with cohorts as (
    select * from {{ ref('product_retention', 'retention_cohort_period_monthly') }}
),

segment_sums as (
    select
        cohort_period,
        cohort_starts_on,
        segment_type,
        {%- for measure in measures %}
        sum({{ measure }}) as {{ measure }},
        {%- endfor %}
        months_since_start
    from cohorts
    where scope = 'company'
    group by cohort_period, cohort_starts_on, segment_type, months_since_start
),

everyone as (
    select * from cohorts
    where segment_type = '(all)'
)

select
    everyone.cohort_period,
    everyone.cohort_starts_on,
    everyone.product_id,
    everyone.months_since_start,
    segment_sums.segment_type as differs_in
from everyone
inner join segment_sums
    on
        everyone.cohort_period = segment_sums.cohort_period
        and everyone.cohort_starts_on = segment_sums.cohort_starts_on
        and everyone.months_since_start = segment_sums.months_since_start
where
    everyone.scope = 'company'
    and (
        {%- for measure in measures %}
        {{ 'or ' if not loop.first }}everyone.{{ measure }} <> segment_sums.{{ measure }}
        {%- endfor %}
    )
union all
select
    everyone.cohort_period,
    everyone.cohort_starts_on,
    everyone.product_id,
    everyone.months_since_start,
    'retention_cohort_monthly' as differs_in
from everyone
left join {{ ref('product_retention', 'retention_cohort_monthly') }} as quarters
    on
        everyone.cohort_starts_on = quarters.cohort_quarter
        and everyone.scope = quarters.scope
        and everyone.product_id = quarters.product_id
        and everyone.months_since_start = quarters.months_since_start
where
    everyone.cohort_period = 'quarter'
    and (
        quarters.scope is null
        {%- for measure in measures %}
        or everyone.{{ measure }} <> quarters.{{ measure }}
        {%- endfor %}
    )
