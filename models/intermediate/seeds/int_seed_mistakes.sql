{%- for model in [
    'int_alert_rule_mistakes', 'int_alert_condition_mistakes', 'int_health_seed_mistakes',
    'int_pilot_seed_mistakes', 'int_target_seed_mistakes',
] %}
select
    seed_name,
    message
from {{ ref(model) }}
{{- '\nunion all' if not loop.last }}
{%- endfor %}
