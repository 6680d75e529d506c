{%- set pair_metrics = {
    'active_users_mean': [safe_divide('active_users', 'active_users_days'), 'active_users_days'],
    'active_share': [
        safe_divide('active_users', 'active_users_days * quantity'), 'active_users_days',
    ],
    'utilisation': [safe_divide('units_of_entitled', 'entitled_units'), 'entitled_days'],
    'feature_adoption': [safe_divide('features_used', 'features_available'), 'features_days'],
} -%}
{%- for metric, count in {
    'active_users_change': 'active_users', 'used_units_change': 'used_units',
}.items() -%}
    {%- do pair_metrics.update({metric: [
        safe_divide(count ~ ' * before_' ~ count ~ '_days', 'before_' ~ count ~ ' * ' ~ count ~ '_days')
        ~ ' - 1',
        'least(' ~ count ~ '_days, before_' ~ count ~ '_days)',
    ]}) -%}
{%- endfor -%}
{%- set customer_metrics = {
    'engagement_score': ['cast(engagement_score as ' ~ rate_type() ~ ')', 'engagement_score_days'],
    'stakeholder_contacts': [
        'cast(stakeholder_contacts as ' ~ rate_type() ~ ')', 'stakeholder_contacts_days',
    ],
    'open_tickets_change': [
        'cast(open_tickets - before_open_tickets as ' ~ rate_type() ~ ')',
        'least(open_tickets_days, before_open_tickets_days)',
    ],
    'open_tickets_ratio': [
        safe_divide(
            'all_open_tickets * norm_open_tickets_days', 'norm_open_tickets * open_tickets_days'
        ),
        'least(open_tickets_days, norm_open_tickets_days)',
    ],
} %}

with usage_windows as (
    select * from {{ ref('product_retention', 'int_filled_usage_windows') }}
),

account_windows as (
    select * from {{ ref('product_retention', 'int_account_windows') }}
),

measured as (
    {%- for metric, (value, days) in pair_metrics.items() %}
    select
        '{{ metric }}' as metric,
        window_days,
        customer_id,
        product_id,
        {{ value }} as metric_value,
        {{ days }} as reported_days,
        metric_day
    from usage_windows
    union all
    {%- endfor %}
    {%- for metric, (value, days) in customer_metrics.items() %}
    select
        '{{ metric }}' as metric,
        window_days,
        customer_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        {{ value }} as metric_value,
        {{ days }} as reported_days,
        metric_day
    from account_windows
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    metric,
    window_days,
    customer_id,
    product_id,

    cast(metric_value as {{ rate_type() }}) as metric_value,
    cast(reported_days as integer) as reported_days,

    metric_day
from measured
where metric_value is not null
