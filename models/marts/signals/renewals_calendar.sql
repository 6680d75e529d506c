with renewals as (
    select * from {{ ref('product_retention', 'int_renewal_risks') }}
    where days_to_renewal between -90 and {{ signal_threshold('renewal_days') | int }}
),

rates as (
    select
        rates.term_class,
        rates.gross_renewal_rate
    from {{ ref('product_retention', 'int_forecast_rates') }} as rates
    inner join {{ ref('product_retention', 'int_reporting_window') }} as reporting_window
        on rates.origin_month_index = reporting_window.last_month_index
    where rates.scope = 'company'
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
)

select
    renewals.customer_id,
    renewals.product_id,
    renewals.renews_on,
    customers.customer_name,
    products.product_name,
    renewals.product_family,
    customers.owner,
    renewals.term_class,
    renewals.status,
    renewals.risk_level,

    renewals.licenses,
    renewals.arr,
    renewals.successor_arr,
    {{ to_money(
        "case when renewals.risk_level = 'high' and renewals.status in ('open', 'overdue')"
        ~ ' then renewals.arr else 0 end'
    ) }} as arr_at_risk,
    {{ to_money('cast(renewals.arr as ' ~ rate_type() ~ ') * (1 - rates.gross_renewal_rate)') }}
        as expected_loss_arr,
    rates.gross_renewal_rate,
    renewals.days_to_renewal,

    renewals.auto_renews,
    renewals.is_lost as is_marked_lost,
    renewals.is_successor_pending,
    renewals.has_cut,
    renewals.has_contracted,
    renewals.is_smaller,
    renewals.has_open_alert,

    renewals.notice_deadline
from renewals
inner join customers
    on renewals.customer_id = customers.customer_id
inner join products
    on renewals.product_id = products.product_id
left join rates
    on renewals.term_class = rates.term_class
