{{ config(enabled=uses_source('salesforce_opportunities')) }}
with loaded as (
    {{ source_rows('salesforce_opportunities', 'opportunities') | indent(4) }}
)

select
    source_connection,
    opportunity_id,
    account_id,
    upper(currency) as currency,
    {{ source_amount('amount') }} as amount,
    {{ is_true('is_won') }} as is_won,
    is_deleted,
    {{ source_day('close_date') }} as close_date,
    {{ source_time('created_at') }} as created_at,
    {{ source_time('updated_at') }} as updated_at,
    synced_at
from loaded
