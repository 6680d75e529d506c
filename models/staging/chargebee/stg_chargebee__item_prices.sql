{{ config(enabled=uses_source('chargebee')) }}
with loaded as (
    {{ source_rows('chargebee', 'item_prices') | indent(4) }}
)

select
    source_connection,
    item_price_id,
    item_id,
    lower(item_type) as item_type,
    lower(pricing_model) as pricing_model
from loaded
