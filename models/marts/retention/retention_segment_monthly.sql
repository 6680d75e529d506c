with measures as (
    select * from {{ ref('product_retention', 'int_retention_measures') }}
    where scope = 'company' and segment_type <> '(all)'
)

select
    arr_month,
    window_months,
    segment_type,
    segment_value,

    opening_arr,
    expansion_arr,
    contraction_arr,
    churned_arr,
    closing_arr,
    price_arr,
    fx_arr,
    opening_customers,
    churned_customers,
    nrr,
    grr,
    nrr_organic,
    expansion_rate,
    contraction_rate,
    churn_rate,
    logo_retention,

    is_small_base
from measures
