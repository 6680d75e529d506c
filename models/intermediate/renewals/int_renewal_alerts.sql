with rules as (
    select
        *,
        cast(threshold as integer) as days_before
    from {{ ref('product_retention', 'alert_rules') }}
    where is_on
),

renewals as (
    select
        renewals.*,
        reporting_date.as_of_date
    from {{ ref('product_retention', 'int_renewal_risks') }} as renewals
    cross join {{ ref('product_retention', 'int_reporting_date') }} as reporting_date
),

at_risk as (
    select * from renewals
    where status = 'open' and risk_level = 'high'
),

-- What is overdue stays so until its successor starts, or the calendar shows it no more. Whether a
-- renewal is at risk is known as of today, and therefore only of those whose end lies ahead.
events as (
    select
        'renewal_overdue' as rule_id,
        customer_id,
        product_id,
        arr,
        renews_on as event_date,
        cast(null as date) as due_on,
        coalesce(
            successor_starts_on,
            {{ add_days('renews_on', 91) }}
        ) as over_on,
        -days_to_renewal as evidence_value,
        as_of_date
    from renewals
    where
        days_to_renewal <= 0
        and (
            status = 'overdue'
            or (status = 'renewed' and successor_starts_on > renews_on)
        )
    union all
    select
        rules.rule_id,
        at_risk.customer_id,
        at_risk.product_id,
        at_risk.arr,
        {{ add_days('at_risk.renews_on', '-rules.days_before') }} as event_date,
        cast(null as date) as due_on,
        cast(null as date) as over_on,
        at_risk.days_to_renewal as evidence_value,
        at_risk.as_of_date
    from at_risk
    inner join rules
        on
            rules.rule_id = 'renewal_90_at_risk'
            and at_risk.days_to_renewal <= rules.days_before
    union all
    select
        rules.rule_id,
        at_risk.customer_id,
        at_risk.product_id,
        at_risk.arr,
        {{ add_days('at_risk.notice_deadline', '-rules.days_before') }} as event_date,
        at_risk.notice_deadline as due_on,
        {{ add_days('at_risk.notice_deadline', 1) }} as over_on,
        {{ days_between('at_risk.as_of_date', 'at_risk.notice_deadline') }}
            as evidence_value,
        at_risk.as_of_date
    from at_risk
    inner join rules
        on rules.rule_id = 'notice_deadline'
    where at_risk.auto_renews
),

resolved as (
    select
        *,
        case when over_on <= as_of_date then over_on end as resolved_on
    from events
    where event_date <= as_of_date
)

select
    rules.rule_id,
    rules.rule_group,
    rules.kind,
    rules.severity,
    case when resolved.resolved_on is null then 'open' else 'resolved' end as status,
    resolved.customer_id,
    resolved.product_id,
    resolved.product_id as subject,

    resolved.arr as arr_at_stake,
    cast(resolved.evidence_value as {{ rate_type() }}) as evidence_value,
    cast(rules.threshold as {{ rate_type() }}) as threshold,

    resolved.event_date,
    coalesce(resolved.due_on, {{ add_days('resolved.event_date', 'rules.due_days') }}) as due_on,
    resolved.resolved_on
from resolved
inner join rules
    on resolved.rule_id = rules.rule_id
where
    resolved.resolved_on is null
    or {{ days_between('resolved.event_date', 'resolved.as_of_date') }}
    <= {{ signal_threshold('alert_days') }}
