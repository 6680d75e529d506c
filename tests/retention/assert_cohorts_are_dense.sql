-- Every cohort has a row for each month since its start, from 0 on.
with cohorts as (
    select * from {{ ref('product_retention', 'retention_cohort_monthly') }}
)

select
    scope,
    product_id,
    cohort_quarter,
    count(*) as row_count,
    max(months_since_start) as last_month
from cohorts
group by scope, product_id, cohort_quarter
having
    min(months_since_start) <> 0
    or max(months_since_start) <> count(*) - 1
