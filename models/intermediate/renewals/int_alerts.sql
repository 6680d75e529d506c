{%- set text = dbt.type_string() -%}
{%- set columns = [
    'rule_id', 'rule_group', 'kind', 'severity', 'status', 'customer_id', 'product_id',
    'product_family', 'license_id', 'subject', 'arr_at_stake', 'evidence_value', 'threshold',
    'reported_days', 'event_date', 'due_on', 'resolved_on',
] -%}

with other_alerts as (
    select * from {{ ref('product_retention', 'int_alerts_before_renewals') }}
),

renewal_alerts as (
    select
        *,
        cast(null as {{ text }}) as product_family,
        cast(null as {{ text }}) as license_id,
        cast(null as integer) as reported_days
    from {{ ref('product_retention', 'int_renewal_alerts') }}
),

alerts as (
    {%- for relation in ['other_alerts', 'renewal_alerts'] %}
    select
        {{ columns | join(',\n        ') }}
    from {{ relation }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        *,
        {{ alert_place('rule_group', 'customer_id', 'subject', 'event_date', 'severity',
            'threshold', 'rule_id') }} as place
    from alerts
)

select
    {{ columns | join(',\n    ') }}
from ranked
where place = 1
