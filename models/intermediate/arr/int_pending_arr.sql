with licenses as (
    select * from {{ ref('product_retention', 'int_licenses') }}
),

links as (
    select * from {{ ref('product_retention', 'int_license_links') }}
    where is_usable and is_pending <> is_linked_pending
),

periods as (
    select * from {{ ref('product_retention', 'int_license_periods') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

-- What is pending counts until its term is over.
pending as (
    select
        licenses.license_id,
        licenses.product_id,
        licenses.arr
    from licenses
    cross join reporting_window
    where licenses.is_pending and licenses.to_month > reporting_window.last_month_index
),

-- With grace or extension, too: what a pending licence renews is part of ARR until then.
active as (
    select
        periods.license_id,
        sum(periods.arr) as arr
    from periods
    cross join reporting_window
    where
        periods.from_month <= reporting_window.last_month_index
        and periods.to_month > reporting_window.last_month_index
    group by periods.license_id
),

pairs as (
    select
        case when is_pending then license_id else linked_license_id end as pending_license_id,
        case when is_pending then linked_license_id else license_id end as active_license_id
    from links
),

-- A licence is renewed by one of several that name it, or that it names.
renewed as (
    select
        active.license_id,
        active.arr,
        min(pending.license_id) as pending_license_id
    from pairs
    inner join pending
        on pairs.pending_license_id = pending.license_id
    inner join active
        on pairs.active_license_id = active.license_id
    group by active.license_id, active.arr
),

-- A pending renewal adds only what it exceeds the licences that it renews.
added as (
    select
        product_id,
        arr as pending_arr
    from pending
    union all
    select
        pending.product_id,
        -renewed.arr as pending_arr
    from renewed
    inner join pending
        on renewed.pending_license_id = pending.license_id
)

select
    product_id,

    cast(sum(pending_arr) as {{ money_total_type() }}) as pending_arr
from added
group by product_id
