-- What is pending is what the pending licences say, less those that they renew.
with growth as (
    select * from {{ ref('product_retention', 'arr_growth_company_monthly') }}
),

last_month as (
    select max(arr_month) as arr_month from growth
),

licenses as (
    select * from {{ ref('product_retention', 'fct_licenses') }}
),

-- What is over is not pending any more.
pending_licenses as (
    select licenses.*
    from licenses
    cross join last_month
    where
        licenses.status = 'pending'
        and (
            licenses.ends_before is null
            or licenses.ends_before >= {{ add_months('last_month.arr_month', 1) }}
        )
),

links as (
    select * from {{ ref('product_retention', 'int_license_links') }}
    where is_usable
),

active as (
    select lineage.license_id
    from {{ ref('product_retention', 'fct_arr_lineage') }} as lineage
    inner join last_month
        on lineage.arr_month = last_month.arr_month
    group by lineage.license_id
),

-- What pending licences renew counts in ARR already, whichever of the two carries the link.
renewed as (
    select sum(licenses.arr) as arr
    from licenses
    inner join active
        on licenses.license_id = active.license_id
    where
        exists (
            select 1 from links
            inner join pending_licenses
                on links.license_id = pending_licenses.license_id
            where links.linked_license_id = licenses.license_id
        )
        or exists (
            select 1 from links
            inner join pending_licenses
                on links.linked_license_id = pending_licenses.license_id
            where links.license_id = licenses.license_id
        )
),

pending as (
    select sum(pending_arr) as arr
    from pending_licenses
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
