{{ config(enabled=uses_source('planhat_deals')) }}
with loaded as (
    {{ source_rows('planhat_deals', 'lines') | indent(4) }}
)

select
    source_connection,
    line_id,
    deal_id,
    company_id,
    coalesce(product_id, product) as product_text,
    lower(product_type) as product_type,
    upper(currency) as currency,
    same_as,
    {{ source_amount('arr') }} as arr,
    {{ source_amount('mrr') }} as mrr,
    {{ source_amount('value') }} as value,
    {{ source_amount('quantity') }} as quantity,
    {{ source_amount('length_months') }} as length_months,
    {{ is_true('is_end_included', true) }} as is_end_included,
    case when is_fixed_term is not null then {{ is_true('is_fixed_term') }} end as is_fixed_term,
    is_deleted,
    {{ source_day('from_date') }} as from_date,
    {{ source_day('to_date') }} as to_date,
    {{ source_time('created_at') }} as created_at,
    {{ source_time('updated_at') }} as updated_at,
    synced_at
from loaded
