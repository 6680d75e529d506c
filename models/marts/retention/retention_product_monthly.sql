with measures as (
    select * from {{ ref('int_retention_product') }}
)

select
    product_id,

    window_months,
    opening_arr,
    expansion_arr,
    contraction_arr,
    churned_arr,
    closing_arr,
    price_arr,
    fx_arr,
    migrated_out_arr,
    opening_customers,
    churned_customers,
    {{ retention_rates() }},
    {{ retention_rates_with_migration() }},

    arr_month
from measures
