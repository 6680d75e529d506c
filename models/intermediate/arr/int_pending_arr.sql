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

months as (
    select
        last_month_index as month_index,
        false as is_ahead
    from {{ ref('product_retention', 'int_reporting_window') }}
    union all
    select
        month_index,
        true as is_ahead
    from {{ ref('product_retention', 'int_months_ahead') }}
),

-- What is pending counts until its term is over; ahead, from the month in which it is to start.
pending as (
    select
        licenses.license_id,
        licenses.product_id,
        months.month_index,
        months.is_ahead,
        licenses.arr
    from licenses
    inner join months
        on
            licenses.to_month > months.month_index
            and (licenses.from_month <= months.month_index or not months.is_ahead)
    where licenses.is_pending
),

-- With grace or extension, too: what a pending licence renews is part of ARR until then.
active as (
    select
        periods.license_id,
        months.month_index,
        sum(periods.arr) as arr
    from periods
    inner join months
        on
            periods.from_month <= months.month_index
            and periods.to_month > months.month_index
    group by periods.license_id, months.month_index
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
        active.month_index,
        active.arr,
        min(pending.license_id) as pending_license_id
    from pairs
    inner join pending
        on pairs.pending_license_id = pending.license_id
    inner join active
        on
            pairs.active_license_id = active.license_id
            and pending.month_index = active.month_index
    group by active.license_id, active.month_index, active.arr
),

-- A pending renewal adds only what it exceeds the licences that it renews and that run then.
added as (
    select
        product_id,
        month_index,
        is_ahead,
        arr as pending_arr
    from pending
    union all
    select
        pending.product_id,
        pending.month_index,
        pending.is_ahead,
        -renewed.arr as pending_arr
    from renewed
    inner join pending
        on
            renewed.pending_license_id = pending.license_id
            and renewed.month_index = pending.month_index
)

select
    product_id,

    month_index,
    cast(sum(pending_arr) as {{ money_total_type() }}) as pending_arr,

    is_ahead
from added
group by product_id, month_index, is_ahead
