{%- set text = dbt.type_string() -%}
{%- set values = {
    'customer': 'customer_name',
    'product': "coalesce(product_name, product_family, '')",
    'value': "coalesce(" ~ shown_number('evidence_value') ~ ", '-')",
    'percent': "coalesce(" ~ shown_number('100 * evidence_value') ~ ", '-')",
    'day': 'cast(event_date as ' ~ text ~ ')',
    'due': 'cast(due_on as ' ~ text ~ ')',
    'arr': shown_number('arr_at_stake', 0),
} -%}

-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with alerts as (
    select * from {{ ref('product_retention', 'int_alerts') }}
),

rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

studies as (
    select * from {{ ref('product_retention', 'signals_studies') }}
    where is_chosen and product_family = '(all)'
),

described as (
    select
        alerts.*,
        rules.sentence,
        rules.action,
        customers.customer_name,
        customers.owner,
        products.product_name,
        products.product_family as family_of_product,
        studies.study,
        studies.risk_ratio,
        studies.ci_low,
        studies.ci_high,
        studies.exposed_matched,
        studies.risk_control,
        case
            when alerts.rule_id = 'lost_before_end' then ''
            else '|' || cast(alerts.event_date as {{ text }})
        end as dated
    from alerts
    inner join rules
        on alerts.rule_id = rules.rule_id
    left join customers
        on alerts.customer_id = customers.customer_id
    left join products
        on alerts.product_id = products.product_id
    left join studies
        on rules.study = studies.study
),

told as (
    select
        *,
        {{ filled_in('sentence', values) }}
            as said,
        case
            when study is null then ''
            when ci_high is null or risk_ratio is null
                then ' Too few cases to say how often customers leave afterwards.'
            else
                ' Customers to whom this happened left ' || {{ shown_number('risk_ratio') }}
                || ' times as often as similar ones (' || {{ shown_number('ci_low') }}
                || ' to ' || {{ shown_number('ci_high') }} || ', '
                || cast(exposed_matched as {{ text }}) || ' cases).'
        end as experience
    from described
)

select
    {{ dbt.hash("rule_id || '|' || customer_id || '|' || subject || dated") }} as alert_id,
    rule_id,
    rule_group,
    kind,
    severity,
    status,
    customer_id,
    customer_name,
    product_id,
    product_name,
    coalesce(product_family, family_of_product) as product_family,
    license_id,

    event_date,
    due_on,
    resolved_on,
    arr_at_stake,
    evidence_value,
    threshold,
    coalesce(reported_days, exposed_matched) as n,
    cast(risk_control as {{ rate_type() }}) as base_rate,
    said || experience as evidence,
    owner,
    action
from told
