with measures as (
    select
        measures.*,
        products.product_name
    from {{ ref('product_retention', 'int_retention_measures') }} as measures
    inner join {{ ref('product_retention', 'dim_products') }} as products
        on measures.item = products.product_id
    where measures.scope = 'product' and measures.segment_type <> '(all)'
)

select
    arr_month,
    window_months,
    item as product_id,
    segment_type,
    segment_value,
    product_name,

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
    nrr,
    grr,
    nrr_organic,
    expansion_rate,
    contraction_rate,
    churn_rate,
    logo_retention,
    nrr_with_migration,
    grr_with_migration,

    is_small_base
from measures
