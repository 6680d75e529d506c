with periods as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_license_periods') }}
    where not is_grace and not is_extended
),

-- A licence is scheduled when another of the customer and product starts before it and was still
-- to start when it was entered.
scheduled as (
    select
        periods.license_id,
        periods.customer_id,
        periods.product_id,
        periods.from_month as month_index
    from periods
    inner join periods as previous_periods
        on
            periods.customer_id = previous_periods.customer_id
            and periods.product_id = previous_periods.product_id
            and periods.starts_on > previous_periods.starts_on
            and periods.created_on <= previous_periods.starts_on
    group by
        periods.license_id, periods.customer_id, periods.product_id, periods.from_month
),

scheduled_starts as (
    select
        customer_id,
        product_id,
        month_index,
        count(*) as scheduled_licenses
    from scheduled
    group by customer_id, product_id, month_index
),

all_starts as (
    select
        scheduled_starts.customer_id,
        scheduled_starts.product_id,
        scheduled_starts.month_index,
        scheduled_starts.scheduled_licenses,
        count(*) as licenses
    from scheduled_starts
    inner join periods
        on
            scheduled_starts.customer_id = periods.customer_id
            and scheduled_starts.product_id = periods.product_id
            and scheduled_starts.month_index = periods.from_month
    group by
        scheduled_starts.customer_id, scheduled_starts.product_id, scheduled_starts.month_index,
        scheduled_starts.scheduled_licenses
)

select
    customer_id,
    product_id,

    month_index
from all_starts
where licenses = scheduled_licenses
