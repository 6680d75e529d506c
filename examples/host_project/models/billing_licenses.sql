-- The contracts under the names of columns that product_retention knows.
select
    contract_no as license_id,
    customer_key as company_id,
    sku as product,
    amount as value,
    begins_on as from_date,
    ends_on as to_date
from {{ ref('billing_contracts') }}
