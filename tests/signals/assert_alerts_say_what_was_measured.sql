-- What an alert states, looked up where it comes from: licences and their ends, the ARR of days and
-- months, the metrics of the Monday, and the study of the rule.
{%- set age = days_between('alerts.event_date', 'reporting_date.as_of_date') %}
with alerts as (
    select
        alerts.*,
        rules.trigger_type,
        rules.study,
        rules.threshold as rule_threshold
    from {{ ref('product_retention', 'signals_alerts') }} as alerts
    left join {{ ref('product_retention', 'alert_rules') }} as rules
        on alerts.rule_id = rules.rule_id
),

conditions as (
    select * from {{ ref('product_retention', 'alert_conditions') }}
),

studies as (
    select * from {{ ref('product_retention', 'signals_studies') }}
    where is_chosen and product_family = '(all)'
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

metrics as (
    select * from {{ ref('product_retention', 'int_monday_metrics') }}
),

product_days as (
    select
        days.*,
        products.product_family
    from {{ ref('product_retention', 'int_product_arr_days') }} as days
    inner join {{ ref('product_retention', 'dim_products') }} as products
        on days.product_id = products.product_id
),

spine as (
    select
        customer_id,
        arr_month,
        sum(arr) as arr
    from {{ ref('product_retention', 'fct_arr_monthly') }}
    group by customer_id, arr_month
),

-- What a customer gave up in a month, without what exchange rates do.
falls as (
    select
        customer_id,
        arr_month,
        -sum(arr_change) as fall_arr
    from {{ ref('product_retention', 'fct_arr_movements') }}
    where movement_type <> 'fx'
    group by customer_id, arr_month
),

licenses as (
    select * from {{ ref('product_retention', 'fct_licenses') }}
),

renewals as (
    select * from {{ ref('product_retention', 'int_renewals') }}
),

-- The ARR of the customer or product on the day, and of the family just before it.
levels as (
    select
        alerts.alert_id,
        sum(
            case
                when
                    alerts.event_date >= product_days.from_day
                    and (
                        product_days.until_day is null
                        or alerts.event_date < product_days.until_day
                    )
                    then product_days.arr
                else 0
            end
        ) as arr,
        sum(
            case
                when
                    alerts.event_date > product_days.from_day
                    and alerts.product_family = product_days.product_family
                    and (
                        product_days.until_day is null
                        or alerts.event_date <= product_days.until_day
                    )
                    then product_days.arr
                else 0
            end
        ) as family_arr_before
    from alerts
    inner join product_days
        on
            alerts.customer_id = product_days.customer_id
            and coalesce(alerts.product_id, product_days.product_id) = product_days.product_id
    group by alerts.alert_id
),

first_days as (
    select
        customer_id,
        min(from_day) as first_day
    from product_days
    where arr > 0
    group by customer_id
),

-- A metric of a condition that had this value on the day.
measured as (
    select alerts.alert_id
    from alerts
    inner join conditions
        on alerts.rule_id = conditions.rule_id
    inner join metrics
        on
            conditions.metric = metrics.metric
            and alerts.customer_id = metrics.customer_id
            and alerts.event_date = metrics.metric_day
    where
        alerts.trigger_type = 'usage'
        and (alerts.product_id is null or alerts.product_id = metrics.product_id)
        and abs(alerts.evidence_value - metrics.metric_value) <= 1e-9
        and abs(alerts.threshold - conditions.threshold) <= 1e-9
        and (
            coalesce(alerts.n, 0) = coalesce(metrics.reported_days, 0)
            or alerts.study is not null
        )
    group by alerts.alert_id
),

-- A renewal that the rule finds on this day.
renewing as (
    select alerts.alert_id
    from alerts
    cross join reporting_date
    inner join renewals
        on
            alerts.customer_id = renewals.customer_id
            and alerts.product_id = renewals.product_id
    where
        alerts.rule_group = 'renewal'
        and alerts.arr_at_stake = renewals.arr
        and {{ days_between(
            'alerts.event_date',
            "case when alerts.rule_id = 'notice_deadline' then renewals.notice_deadline"
                ~ " else renewals.renews_on end"
        ) }} = coalesce(alerts.rule_threshold, 0)
        and alerts.evidence_value = case
            when alerts.rule_threshold is null then {{ age }}
            else alerts.rule_threshold - ({{ age }})
        end
    group by alerts.alert_id
),

compared as (
    select
        alerts.*,
        case
            when alerts.license_id is not null then licenses.arr
            when alerts.rule_group = 'renewal' then alerts.arr_at_stake
            when alerts.trigger_type = 'movement' then spine.arr
            else levels.arr
        end as expected_arr,
        case
            when alerts.license_id is not null
                then {{ days_between('alerts.event_date', 'licenses.ends_before') }}
            when alerts.trigger_type = 'movement'
                then {{ safe_divide('falls.fall_arr', 'spine.arr + falls.fall_arr') }}
            when alerts.rule_id = 'anniversary_90'
                then {{ days_between('first_days.first_day', 'alerts.event_date') }}
            when alerts.rule_group = 'renewal' or alerts.trigger_type = 'usage'
                then alerts.evidence_value
            else levels.family_arr_before
        end as expected_value,
        alerts.trigger_type = 'usage' and measured.alert_id is null as has_no_metric,
        alerts.rule_group = 'renewal' and renewing.alert_id is null as has_no_renewal,
        studies.exposed_matched,
        studies.risk_control
    from alerts
    left join licenses
        on alerts.license_id = licenses.license_id
    left join spine
        on
            alerts.customer_id = spine.customer_id
            and {{ month_index('alerts.event_date') }} = {{ month_index('spine.arr_month') }}
    left join falls
        on
            alerts.customer_id = falls.customer_id
            and {{ month_index('alerts.event_date') }} = {{ month_index('falls.arr_month') }}
    left join levels
        on alerts.alert_id = levels.alert_id
    left join first_days
        on alerts.customer_id = first_days.customer_id
    left join measured
        on alerts.alert_id = measured.alert_id
    left join renewing
        on alerts.alert_id = renewing.alert_id
    left join studies
        on alerts.study = studies.study
)

select
    rule_id,
    customer_id,
    event_date,
    arr_at_stake,
    evidence_value
from compared
where
    trigger_type is null
    or has_no_metric
    or has_no_renewal
    or expected_arr is null
    or expected_value is null
    or arr_at_stake <> expected_arr
    or abs(evidence_value - expected_value) > 1e-9 * (1 + abs(expected_value))
    or (
        trigger_type <> 'usage'
        and abs(coalesce(threshold, -9) - coalesce(rule_threshold, -9)) > 1e-9
    )
    or (study is null and trigger_type <> 'usage' and n is not null)
    or (trigger_type <> 'usage' and coalesce(n, -1) <> coalesce(exposed_matched, -1))
    or abs(coalesce(base_rate, -1) - coalesce(risk_control, -1)) > 1e-9
