{{ config(enabled=uses_source('salesforce_cpq')) }}
with loaded as (
    {{ source_rows('salesforce_cpq', 'contracts') | indent(4) }}
)

select
    source_connection,
    contract_id,
    account_id,
    lower(status) = 'activated' as is_activated,
    is_deleted,
    {{ source_day('starts_on') }} as starts_on,
    {{ source_day('ends_on') }} as ends_on
from loaded
