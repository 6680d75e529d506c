{{ config(enabled=var('known_at') is none) }}
-- No month is closed before its business day has come, nor twice, nor with months left out between.
with closed_months as (
    select
        *,
        lag(closed_at) over (order by arr_month) as previously_closed_at
    from {{ ref('closed_months') }}
)

select *
from closed_months
where
    closes_on > as_of_date
    or closes_on > cast(closed_at as date)
    or closes_on <= {{ add_months('arr_month', 1) }}
    or closed_at < previously_closed_at
