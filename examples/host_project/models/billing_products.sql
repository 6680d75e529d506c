select
    sku as product_id,
    upper(sku) as name
from {{ ref('billing_contracts') }}
group by sku
