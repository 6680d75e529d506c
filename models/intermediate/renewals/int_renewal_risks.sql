with renewals as (
    select * from {{ ref('product_retention', 'int_renewals') }}
),

risks as (
    select * from {{ ref('product_retention', 'int_customer_risks') }}
),

alerts as (
    select * from {{ ref('product_retention', 'int_alerts_before_renewals') }}
    where kind = 'risk' and status = 'open'
),

-- An alert of a product counts for the renewals of that alone, any other for all of the customer.
alerted as (
    select
        renewals.customer_id,
        renewals.product_id,
        renewals.renews_on,
        max(case when alerts.severity = 'high' then 1 else 0 end) = 1 as has_high_alert
    from renewals
    inner join alerts
        on
            renewals.customer_id = alerts.customer_id
            and renewals.product_id = coalesce(alerts.product_id, renewals.product_id)
    group by renewals.customer_id, renewals.product_id, renewals.renews_on
)

select
    renewals.*,
    case
        when renewals.is_lost or risks.has_cut or risks.has_contracted then 'high'
        when alerted.has_high_alert then 'high'
        when alerted.customer_id is not null or risks.is_smaller then 'medium'
        else 'low'
    end as risk_level,

    coalesce(risks.has_cut, false) as has_cut,
    coalesce(risks.has_contracted, false) as has_contracted,
    coalesce(risks.is_smaller, false) as is_smaller,
    alerted.customer_id is not null as has_open_alert
from renewals
left join risks
    on renewals.customer_id = risks.customer_id
left join alerted
    on
        renewals.customer_id = alerted.customer_id
        and renewals.product_id = alerted.product_id
        and renewals.renews_on = alerted.renews_on
