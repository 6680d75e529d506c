-- Every cohort has a row for each month since its start, from 0 on.
with cohorts as (
    select
        'quarter' as cohort_period,
        cohort_quarter as cohort_starts_on,
        scope,
        product_id,
        'of its own mart' as segment_type,
        'of its own mart' as segment_value,
        months_since_start
    from {{ ref('product_retention', 'retention_cohort_monthly') }}
    union all
    select
        cohort_period,
        cohort_starts_on,
        scope,
        product_id,
        segment_type,
        segment_value,
        months_since_start
    from {{ ref('product_retention', 'retention_cohort_period_monthly') }}
)

select
    cohort_period,
    cohort_starts_on,
    scope,
    product_id,
    segment_type,
    segment_value,
    count(*) as row_count,
    max(months_since_start) as last_month
from cohorts
group by cohort_period, cohort_starts_on, scope, product_id, segment_type, segment_value
having
    min(months_since_start) <> 0
    or max(months_since_start) <> count(*) - 1
