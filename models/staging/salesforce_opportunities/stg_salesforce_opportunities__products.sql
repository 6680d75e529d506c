{{ config(enabled=uses_source('salesforce_opportunities')) }}
with loaded as (
    {{ source_rows('salesforce_opportunities', 'products') | indent(4) }}
)

select
    source_connection,
    product_id,
    name as product_name
from loaded
