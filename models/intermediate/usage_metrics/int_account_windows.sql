with windows as (
    select * from {{ ref('product_retention', 'int_metric_windows') }}
    where is_of_customer
),

signals as (
    select * from {{ ref('product_retention', 'int_account_signals') }}
),

-- Days before the window are those of the one before it, of the usual number of tickets, or both.
parts as (
    select
        *,
        days_before <= window_days as is_in_window,
        days_before > window_days and days_before <= 2 * window_days as is_before,
        days_before > window_days and days_before <= window_days + {{ ticket_norm_days() }}
            as is_norm
    from windows
),

sums as (
    select
        parts.metric_day,
        parts.window_days,
        signals.customer_id,
        {%- for score in ['engagement_score', 'stakeholder_contacts', 'open_tickets'] %}
        max(
            case
                when parts.is_in_window and signals.{{ score }} is not null then parts.source_day
            end
        ) as {{ score }}_on,
        count(case when parts.is_in_window then signals.{{ score }} end) as {{ score }}_days,
        {%- endfor %}
        max(
            case
                when parts.is_before and signals.open_tickets is not null then parts.source_day
            end
        ) as before_open_tickets_on,
        count(case when parts.is_before then signals.open_tickets end) as before_open_tickets_days,
        sum(case when parts.is_in_window then signals.open_tickets end) as all_open_tickets,
        sum(case when parts.is_norm then signals.open_tickets end) as norm_open_tickets,
        count(case when parts.is_norm then signals.open_tickets end) as norm_open_tickets_days
    from parts
    inner join signals
        on parts.source_day = signals.signal_date
    group by parts.metric_day, parts.window_days, signals.customer_id
)

select
    sums.*,
    engagement_score_of_day.engagement_score,
    stakeholder_contacts_of_day.stakeholder_contacts,
    open_tickets_of_day.open_tickets,
    before_open_tickets_of_day.open_tickets as before_open_tickets
from sums
left join signals as engagement_score_of_day
    on
        sums.customer_id = engagement_score_of_day.customer_id
        and sums.engagement_score_on = engagement_score_of_day.signal_date
left join signals as stakeholder_contacts_of_day
    on
        sums.customer_id = stakeholder_contacts_of_day.customer_id
        and sums.stakeholder_contacts_on = stakeholder_contacts_of_day.signal_date
left join signals as open_tickets_of_day
    on
        sums.customer_id = open_tickets_of_day.customer_id
        and sums.open_tickets_on = open_tickets_of_day.signal_date
left join signals as before_open_tickets_of_day
    on
        sums.customer_id = before_open_tickets_of_day.customer_id
        and sums.before_open_tickets_on = before_open_tickets_of_day.signal_date
