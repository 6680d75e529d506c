-- What is pending is what the pending licences say, less those that they renew.
with growth as (
    select * from {{ ref('arr_growth_company_monthly') }}
),

last_month as (
    select max(arr_month) as arr_month from growth
),

licenses as (
    select * from {{ ref('fct_licenses') }}
),

-- A licence that pending ones renew counts in ARR already.
renewed as (
    select sum(licenses.arr) as arr
    from licenses
    cross join last_month
    where
        licenses.starts_on < {{ add_months('last_month.arr_month', 1) }}
        and (
            licenses.ends_before is null
            or licenses.ends_before >= {{ add_months('last_month.arr_month', 1) }}
        )
        and licenses.status <> 'pending'
        and exists (
            select 1 from licenses as pending
            where
                pending.status = 'pending'
                and pending.renewal_of_license_id = licenses.license_id
                and pending.customer_id = licenses.customer_id
        )
),

pending as (
    select sum(pending_arr) as arr
    from licenses
)

select
    growth.arr_month,
    growth.window_months,
    growth.pending_arr,
    coalesce(pending.arr, 0) - coalesce(renewed.arr, 0) as expected_pending_arr
from growth
inner join last_month
    on growth.arr_month = last_month.arr_month
cross join renewed
cross join pending
where growth.pending_arr <> coalesce(pending.arr, 0) - coalesce(renewed.arr, 0)
