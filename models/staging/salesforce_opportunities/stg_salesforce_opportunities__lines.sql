{{ config(enabled=uses_source('salesforce_opportunities')) }}
with loaded as (
    {{ source_rows('salesforce_opportunities', 'lines') | indent(4) }}
)

select
    source_connection,
    line_id,
    opportunity_id,
    product_id,
    upper(currency) as currency,
    lower(replace(replace(frequency, '-', ''), ' ', '')) as frequency,
    renewed_line_id,
    same_as,
    {{ source_amount('quantity') }} as quantity,
    {{ source_amount('total_price') }} as total_price,
    {{ source_amount('months') }} as term_months,
    is_deleted,
    coalesce({{ source_day('starts_on') }}, {{ source_day('service_date') }}) as starts_on,
    {{ source_day('ends_on') }} as ends_on,
    {{ source_time('created_at') }} as created_at,
    {{ source_time('updated_at') }} as updated_at,
    synced_at
from loaded
