with licenses as (
    select * from {{ ref('int_licenses_validated') }}
    where is_accepted and status = 'pending'
),

periods as (
    select * from {{ ref('int_license_periods') }}
    where not is_grace and not is_extended
),

reporting_window as (
    select * from {{ ref('int_reporting_window') }}
),

numbered as (
    select
        license_id,
        customer_id,
        product_id,
        renewal_of_license_id,
        arr,
        row_number() over (
            partition by customer_id, renewal_of_license_id order by license_id
        ) as renewal_number
    from licenses
),

-- A licence is renewed by one of several that name it.
pending as (
    select
        customer_id,
        product_id,
        arr,
        case when renewal_number = 1 then renewal_of_license_id end as renewed_license_id
    from numbered
),

active as (
    select
        periods.license_id,
        periods.customer_id,
        periods.arr
    from periods
    cross join reporting_window
    where
        periods.from_month <= reporting_window.last_month_index
        and periods.to_month > reporting_window.last_month_index
),

-- A pending renewal adds only what it exceeds the licence that it renews, which counts until then.
added as (
    select
        pending.product_id,
        pending.arr - coalesce(active.arr, 0) as pending_arr
    from pending
    left join active
        on
            pending.renewed_license_id = active.license_id
            and pending.customer_id = active.customer_id
)

select
    product_id,

    cast(sum(pending_arr) as {{ money_total_type() }}) as pending_arr
from added
group by product_id
