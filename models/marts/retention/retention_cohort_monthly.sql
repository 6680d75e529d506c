with measures as (
    select * from {{ ref('product_retention', 'int_cohort_measures') }}
    where cohort_period = 'quarter' and segment_type = '(all)'
)

select
    cohort_starts_on as cohort_quarter,
    scope,
    item as product_id,
    months_since_start,

    opening_arr,
    arr,
    retained_arr,
    opening_customers,
    customers,
    nrr,
    grr,
    logo_retention,

    is_small_base
from measures
