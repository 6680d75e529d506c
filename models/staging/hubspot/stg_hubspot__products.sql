{{ config(enabled=uses_source('hubspot')) }}
with loaded as (
    {{ source_rows('hubspot', 'products') | indent(4) }}
)

select
    source_connection,
    product_id,
    name as product_name
from loaded
