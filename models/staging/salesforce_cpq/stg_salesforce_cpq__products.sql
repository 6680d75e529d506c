{{ config(enabled=uses_source('salesforce_cpq')) }}
with loaded as (
    {{ source_rows('salesforce_cpq', 'products') | indent(4) }}
)

select
    source_connection,
    product_id,
    name as product_name,
    {{ try_cast('term_months', 'integer') }} as term_months
from loaded
