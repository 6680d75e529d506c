{%- set subjects = ['product_id', 'product_family', 'license_id'] -%}

with rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
),

family_losses as (
    select * from {{ ref('product_retention', 'int_family_loss_alerts') }}
),

lost_licenses as (
    select * from {{ ref('product_retention', 'int_lost_license_alerts') }}
),

contractions as (
    select * from {{ ref('product_retention', 'int_contraction_alerts') }}
),

anniversaries as (
    select * from {{ ref('product_retention', 'int_anniversary_alerts') }}
),

usage_alerts as (
    select * from {{ ref('product_retention', 'int_usage_alerts') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

events as (
    {%- for events, given in [
        ('family_losses', ['product_family']),
        ('lost_licenses', ['product_id', 'license_id']),
        ('contractions', ['threshold']),
        ('anniversaries', ['threshold']),
        ('usage_alerts', ['product_id', 'threshold', 'reported_days']),
    ] %}
    select
        rule_id,
        customer_id,
        {%- for subject in subjects %}
        {{ subject if subject in given else 'cast(null as ' ~ dbt.type_string() ~ ')' }}
            as {{ subject }},
        {%- endfor %}
        severity,
        arr_at_stake,
        evidence_value,
        {{ 'threshold' if 'threshold' in given else 'cast(null as ' ~ rate_type() ~ ')' }}
            as threshold,
        {{ 'reported_days' if 'reported_days' in given else 'cast(null as integer)' }}
            as reported_days,
        event_date,
        resolved_on
    from {{ events }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

described as (
    select
        events.*,
        rules.rule_group,
        rules.kind,
        {{ alert_subject('rules.scope', 'events.product_family', 'events.product_id',
            'events.license_id') }} as subject,
        {{ add_days('events.event_date', 'rules.due_days') }} as due_on,
        case when events.resolved_on is null then 'open' else 'resolved' end as status,
        reporting_date.as_of_date
    from events
    inner join rules
        on events.rule_id = rules.rule_id
    cross join reporting_date
),

ranked as (
    select
        *,
        {{ alert_place('rule_group', 'customer_id', 'subject', 'event_date', 'severity',
            'threshold', 'rule_id') }} as place
    from described
)

select
    rule_id,
    rule_group,
    kind,
    severity,
    status,
    customer_id,
    product_id,
    product_family,
    license_id,
    subject,

    arr_at_stake,
    evidence_value,
    threshold,
    reported_days,

    event_date,
    due_on,
    resolved_on
from ranked
where
    place = 1
    and (
        status = 'open'
        or {{ days_between('event_date', 'as_of_date') }}
        <= {{ signal_threshold('alert_days') }}
    )
