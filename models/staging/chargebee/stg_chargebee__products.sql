{{ config(enabled=uses_source('chargebee')) }}
with loaded as (
    {{ source_rows('chargebee', 'products') | indent(4) }}
)

select
    source_connection,
    product_id,
    name as product_name,
    {{ is_true('is_metered') }} as is_metered
from loaded
