{{ config(enabled=keeps_records()) }}
-- Every month closes on or after its business day, and no earlier than the month before it.
with closed_months as (
    select
        *,
        lag(closed_at) over (order by arr_month) as previously_closed_at
    from {{ ref('product_retention', 'closed_months') }}
)

select *
from closed_months
where
    closes_on > as_of_date
    or closes_on > cast(closed_at as date)
    or closes_on <= {{ add_months('arr_month', 1) }}
    or closed_at < previously_closed_at
