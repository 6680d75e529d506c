with licenses as (
    select * from {{ ref('int_licenses') }}
),

reporting_window as (
    select * from {{ ref('int_reporting_window') }}
),

pending as (
    select
        license_id,
        customer_id,
        product_id,
        renewal_of_license_id,
        counted_arr,
        row_number() over (
            partition by customer_id, renewal_of_license_id order by license_id
        ) as renewal_number
    from licenses
    where is_pending
),

active as (
    select
        licenses.license_id,
        licenses.customer_id,
        licenses.counted_arr
    from licenses
    cross join reporting_window
    where
        not licenses.is_pending
        and licenses.first_month_index <= reporting_window.last_month_index
        and coalesce(licenses.until_month_index, {{ no_month_index() }})
        > reporting_window.last_month_index
),

-- A pending renewal adds only what it exceeds the licence that it renews, which counts until then.
added as (
    select
        pending.product_id,
        pending.counted_arr - coalesce(active.counted_arr, 0) as pending_arr
    from pending
    left join active
        on
            pending.renewal_of_license_id = active.license_id
            and pending.customer_id = active.customer_id
            and pending.renewal_number = 1
)

select
    product_id,

    cast(sum(pending_arr) as {{ money_total_type() }}) as pending_arr
from added
group by product_id
