{{ config(enabled=uses_source('planhat_deals')) }}
with loaded as (
    {{ source_rows('planhat_deals', 'products') | indent(4) }}
)

select
    source_connection,
    product_id,
    name as product_name
from loaded
