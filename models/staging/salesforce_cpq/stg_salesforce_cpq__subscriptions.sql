{{ config(enabled=uses_source('salesforce_cpq')) }}
with loaded as (
    {{ source_rows('salesforce_cpq', 'subscriptions') | indent(4) }}
)

select
    source_connection,
    subscription_id,
    contract_id,
    account_id,
    product_id,
    upper(currency) as currency,
    lower(subscription_type) as subscription_type,
    lower(charge_type) as charge_type,
    same_as,
    {{ source_amount('quantity') }} as quantity,
    {{ source_amount('net_price') }} as net_price,
    {{ source_amount('prorate_multiplier') }} as prorate_multiplier,
    is_deleted,
    {{ source_day('starts_on') }} as starts_on,
    {{ source_day('ends_on') }} as ends_on,
    {{ source_day('terminated_on') }} as terminated_on,
    {{ source_time('created_at') }} as created_at,
    {{ source_time('updated_at') }} as updated_at,
    synced_at
from loaded
