-- What the work lists say of a customer is what the marts say that they are made of, and the lists
-- are no longer than they may be.
with last_month as (
    select
        max(arr_month) as arr_month,
        count(*) as months
    from {{ ref('product_retention', 'dim_months') }}
),

retention as (
    select retention.*
    from {{ ref('product_retention', 'retention_customer_monthly') }} as retention
    inner join last_month
        on retention.arr_month = last_month.arr_month
    where retention.window_months = 12 and retention.opening_arr > 0
),

spine as (
    select spine.*
    from {{ ref('product_retention', 'fct_arr_monthly') }} as spine
    inner join last_month
        on spine.arr_month = last_month.arr_month
),

counts as (
    select
        count(*) as customers,
        sum(case when nrr < 1 - 1e-9 then 1 else 0 end) as losing
    from retention
),

bottom as (
    select
        bottom.*,
        retention.opening_arr as retention_opening_arr,
        retention.closing_arr as retention_closing_arr,
        counts.customers,
        counts.losing
    from {{ ref('product_retention', 'worklist_bottom_nrr') }} as bottom
    left join retention
        on bottom.customer_id = retention.customer_id
    cross join counts
),

ranks as (
    select
        *,
        row_number() over (
            order by nrr asc, lost_arr desc, {{ byte_order('customer_id') }} asc
        ) as expected_rank,
        count(*) over () as listed
    from bottom
),

prices as (
    select
        movements.customer_id,
        sum(movements.price_arr) as price_arr
    from {{ ref('product_retention', 'fct_arr_movements') }} as movements
    cross join last_month
    where movements.arr_month > {{ add_months('last_month.arr_month', -12) }}
    group by movements.customer_id
),

-- Pairs of the spine that are less than a year ago.
shrunk as (
    select
        earlier.customer_id,
        sum(case when coalesce(spine.arr, 0) = 0 then 1 else 0 end) as products_lost,
        sum(case when spine.arr > 0 then 1 else 0 end) as products_cut
    from {{ ref('product_retention', 'fct_arr_monthly') }} as earlier
    cross join last_month
    left join spine
        on earlier.customer_id = spine.customer_id and earlier.product_id = spine.product_id
    where
        earlier.arr_month = {{ add_months('last_month.arr_month', -12) }}
        and earlier.arr > coalesce(spine.arr, 0)
    group by earlier.customer_id
),

alerts as (
    select
        alerts.customer_id,
        count(*) as risk_alerts
    from {{ ref('product_retention', 'signals_alerts') }} as alerts
    cross join last_month
    where alerts.kind = 'risk' and alerts.event_date < {{ add_months('last_month.arr_month', 1) }}
    group by alerts.customer_id
),

-- The share of its seats that a customer used a year ago, the lowest of its products first.
uses as (
    select
        metrics.customer_id,
        metrics.metric_value,
        row_number() over (partition by metrics.customer_id order by metrics.metric_value) as place
    from {{ ref('product_retention', 'int_metric_values') }} as metrics
    cross join last_month
    where
        metrics.metric = 'active_share'
        and metrics.window_days = 28
        and {{ add_days('metrics.metric_day', 1) }} = {{ add_months('last_month.arr_month', -11) }}
),

-- What the licences of a product are worth on the day of the figures.
worth as (
    select
        licenses.customer_id,
        licenses.product_id,
        sum(licenses.arr) as arr
    from {{ ref('product_retention', 'int_active_licenses') }} as licenses
    cross join {{ ref('product_retention', 'int_reporting_date') }} as reporting_date
    where
        reporting_date.as_of_date >= licenses.starts_on
        and (licenses.ends_before is null or reporting_date.as_of_date < licenses.ends_before)
    group by licenses.customer_id, licenses.product_id
),

worths as (
    select
        customer_id,
        product_id,
        arr
    from worth
    where arr > 0
    union all
    select
        customer_id,
        '(all)' as product_id,
        sum(arr) as arr
    from worth
    where arr > 0
    group by customer_id
),

scores as (
    select
        customer_id,
        sum(arr) as arr,
        max(customer_health_score) as customer_health_score,
        max(covered_arr_share) as covered_arr_share
    from {{ ref('product_retention', 'health_scores') }}
    where is_as_of_date
    group by customer_id
),

health as (
    select
        healthy.*,
        row_number() over (
            order by
                cast(healthy.customer_health_score as decimal(18, 9)) desc,
                healthy.arr desc,
                {{ byte_order('healthy.customer_id') }} asc
        ) as expected_rank,
        scores.arr as scored_arr,
        scores.customer_health_score as score,
        scores.covered_arr_share as covered
    from {{ ref('product_retention', 'worklist_top_health') }} as healthy
    left join scores
        on healthy.customer_id = scores.customer_id
),

upsell as (
    select
        missed.*,
        row_number() over (
            order by
                missed.arr desc,
                {{ byte_order('missed.customer_id') }} asc,
                {{ byte_order('missed.product_id') }} asc
        ) as expected_rank,
        spine.arr as spine_arr,
        metrics.metric_value
    from {{ ref('product_retention', 'worklist_missed_upsell') }} as missed
    left join spine
        on missed.customer_id = spine.customer_id and missed.product_id = spine.product_id
    left join {{ ref('product_retention', 'int_metric_values') }} as metrics
        on
            missed.customer_id = metrics.customer_id
            and missed.product_id = metrics.product_id
            and {{ add_days(add_months('missed.arr_month', 1), -1) }} = metrics.metric_day
            and metrics.metric = 'utilisation'
            and metrics.window_days = 28
),

pulse as (
    select
        pulse.*,
        row_number() over (
            order by pulse.expected_arr desc nulls last, pulse.arr desc, pulse.opportunity_rank asc
        ) as expected_rank,
        conversions.conversion_exposed,
        worths.arr as worth_arr,
        sizes.median_size,
        all_sizes.median_size as median_of_all
    from {{ ref('product_retention', 'worklist_expansion_pulse') }} as pulse
    left join {{ ref('product_retention', 'signals_trigger_conversion') }} as conversions
        on pulse.rule_id = conversions.rule_id and conversions.evidence <> 'too little'
    left join worths
        on
            pulse.customer_id = worths.customer_id
            and coalesce(pulse.product_id, '(all)') = worths.product_id
    left join {{ ref('product_retention', 'int_expansion_sizes') }} as sizes
        on pulse.product_id = sizes.product_id
    left join {{ ref('product_retention', 'int_expansion_sizes') }} as all_sizes
        on all_sizes.product_id = '(all)'
)

select 'bottom_nrr ' || ranks.customer_id as wrong
from ranks
left join prices
    on ranks.customer_id = prices.customer_id
left join shrunk
    on ranks.customer_id = shrunk.customer_id
left join alerts
    on ranks.customer_id = alerts.customer_id
left join uses
    on ranks.customer_id = uses.customer_id and uses.place = 1
where
    ranks.nrr_rank <> ranks.expected_rank
    or ranks.listed <> least(ranks.losing, floor((ranks.customers + 9) / 10))
    or ranks.opening_arr <> ranks.retention_opening_arr
    or ranks.closing_arr <> ranks.retention_closing_arr
    or ranks.price_arr <> coalesce(prices.price_arr, 0)
    or ranks.risk_alerts <> coalesce(alerts.risk_alerts, 0)
    {%- if setting('fx_mode') == 'constant' %}
    or ranks.products_lost <> coalesce(shrunk.products_lost, 0)
    or ranks.products_cut <> coalesce(shrunk.products_cut, 0)
    {%- endif %}
    or (ranks.lowest_active_share is null) <> (uses.metric_value is null)
    or abs(ranks.lowest_active_share - uses.metric_value) > 1e-9
union all
select 'top_health ' || customer_id as wrong
from health
where
    health_rank <> expected_rank
    or health_rank > {{ signal_threshold('health_rows') }}
    or arr <> scored_arr
    or abs(customer_health_score - score) > 1e-9
    or abs(covered_arr_share - covered) > 1e-9
union all
select 'missed_upsell ' || customer_id as wrong
from upsell
where
    upsell_rank <> expected_rank
    or arr <> spine_arr
    or abs(utilisation - metric_value) > 1e-9
    or lowest_utilisation < {{ signal_threshold('full_utilisation') }} - 1e-9
union all
select 'expansion_pulse ' || alert_id as wrong
from pulse
where
    opportunity_rank <> expected_rank
    or opportunity_rank > {{ signal_threshold('pulse_rows') }}
    or arr <> coalesce(worth_arr, 0)
    or abs(expected_arr - arr * expected_size * conversion_rate) > 0.01
    or abs(conversion_rate - coalesce(conversion_exposed, 1)) > 1e-9
    or not coalesce(
        abs(expected_size - median_size) < 1e-9 or abs(expected_size - median_of_all) < 1e-9, true
    )
