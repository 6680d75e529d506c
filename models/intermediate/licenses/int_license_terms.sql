{{ config(materialized='view') }}
with active_licenses as (
    select * from {{ ref('product_retention', 'int_active_licenses') }}
),

dated as (
    select
        *,
        {{ month_index('starts_on') }} as from_month,
        coalesce({{ month_index('ends_before') }}, {{ open_month() }}) as to_month
    from active_licenses
)

select
    license_id,
    customer_id,
    product_id,
    currency,
    lost_reason,

    from_month,
    to_month,
    arr,
    arr_in_currency,
    quantity,
    contract_months,

    is_cancelled,
    is_grace,
    is_extended,

    starts_on,
    ends_before,
    created_on
from dated
where to_month > from_month
