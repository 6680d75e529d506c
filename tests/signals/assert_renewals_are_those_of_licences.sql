-- The calendar again from the licences, and what is lost on average from the rates of the forecast.
with calendar as (
    select * from {{ ref('product_retention', 'renewals_calendar') }}
),

licenses as (
    select
        licenses.*,
        products.product_family
    from {{ ref('product_retention', 'fct_licenses') }} as licenses
    inner join {{ ref('product_retention', 'dim_products') }} as products
        on licenses.product_id = products.product_id
    where licenses.ends_before is null or licenses.ends_before > licenses.starts_on
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

due as (
    select
        licenses.customer_id,
        licenses.product_id,
        licenses.ends_before as renews_on,
        count(*) as licenses,
        sum(licenses.arr) as arr
    from licenses
    inner join reporting_date
        on licenses.starts_on <= reporting_date.as_of_date
    where licenses.arr > 0 and licenses.ends_before = licenses.stated_ends_before
    group by licenses.customer_id, licenses.product_id, licenses.ends_before
),

successors as (
    select
        calendar.customer_id,
        calendar.product_id,
        calendar.renews_on,
        sum(licenses.arr + licenses.pending_arr) as arr
    from calendar
    inner join licenses
        on
            calendar.customer_id = licenses.customer_id
            and calendar.product_family = licenses.product_family
    where
        {{ days_between('calendar.renews_on', 'licenses.starts_on') }}
        between 0 and {{ signal_threshold('successor_days') | int }}
    group by calendar.customer_id, calendar.product_id, calendar.renews_on
),

last_rates as (
    select
        term_class,
        gross_renewal_rate,
        row_number() over (partition by term_class order by origin_month desc) as place
    from {{ ref('product_retention', 'forecast_renewal_rates') }}
)

select
    calendar.customer_id,
    calendar.product_id,
    calendar.renews_on
from calendar
cross join reporting_date
left join due
    on
        calendar.customer_id = due.customer_id
        and calendar.product_id = due.product_id
        and calendar.renews_on = due.renews_on
left join successors
    on
        calendar.customer_id = successors.customer_id
        and calendar.product_id = successors.product_id
        and calendar.renews_on = successors.renews_on
left join last_rates
    on
        calendar.term_class = last_rates.term_class
        and last_rates.place = 1
where
    due.customer_id is null
    or calendar.licenses <> due.licenses
    or calendar.arr <> due.arr
    or calendar.successor_arr <> coalesce(successors.arr, 0)
    or (calendar.status = 'renewed') <> (calendar.successor_arr > 0)
    or calendar.days_to_renewal
    <> {{ days_between('reporting_date.as_of_date', 'calendar.renews_on') }}
    or calendar.arr_at_risk <> case
        when calendar.risk_level = 'high' and calendar.status in ('open', 'overdue')
            then calendar.arr
        else 0
    end
    or abs(calendar.gross_renewal_rate - last_rates.gross_renewal_rate) > 1e-9
    or abs(
        cast(calendar.expected_loss_arr as {{ rate_type() }})
        - cast(calendar.arr as {{ rate_type() }}) * (1 - calendar.gross_renewal_rate)
    ) > 0.0051
