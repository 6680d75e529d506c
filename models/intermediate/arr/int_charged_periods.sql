{{ config(materialized='view') }}
with periods as (
    select * from {{ ref('product_retention', 'int_license_periods') }}
),

parts as (
    select * from {{ ref('product_retention', 'int_discount_parts') }}
),

undiscounted as (
    select * from periods
    where
        arr >= 0
        or license_id not in (select parts.license_id from parts)
)

select
    license_id,
    customer_id,
    product_id,
    currency,

    from_month,
    to_month,
    arr,
    arr_in_currency,
    quantity,
    contract_months,

    is_grace,
    is_extended
from undiscounted
union all
select
    periods.license_id,
    periods.customer_id,
    parts.product_id,
    periods.currency,

    parts.from_month,
    parts.to_month,
    parts.arr,
    parts.arr_in_currency,
    -- Its units are not those of the product that it reduces.
    case when parts.is_own_line then periods.quantity else 0 end as quantity,
    periods.contract_months,

    periods.is_grace,
    periods.is_extended
from parts
inner join periods
    on
        parts.license_id = periods.license_id
        and parts.period_from_month = periods.from_month
