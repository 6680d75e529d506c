{{ config(enabled=uses_source('chargebee')) }}
with loaded as (
    {{ source_rows('chargebee', 'coupons') | indent(4) }}
)

select
    source_connection,
    coupon_id,
    discount_type,
    percentage,
    amount,
    currency,
    duration_type,
    apply_on,
    is_in_mrr
from loaded
