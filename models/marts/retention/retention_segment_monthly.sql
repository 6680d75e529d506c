with measures as (
    select * from {{ ref('int_retention_segment') }}
)

select
    segment_type,
    segment_value,

    window_months,
    opening_arr,
    expansion_arr,
    contraction_arr,
    churned_arr,
    closing_arr,
    price_arr,
    fx_arr,
    opening_customers,
    churned_customers,
    {{ retention_rates() }},

    arr_month
from measures
