{{ config(enabled=uses_source('stripe')) }}
with loaded as (
    {{ source_rows('stripe', 'products') | indent(4) }}
)

select
    source_connection,
    product_id,
    name as product_name
from loaded
