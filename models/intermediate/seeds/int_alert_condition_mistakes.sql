with conditions as (
    select * from {{ ref('product_retention', 'alert_conditions') }}
),

rules as (
    select
        rule_id,
        max(trigger_type) as trigger_type
    from {{ ref('product_retention', 'alert_rules') }}
    group by rule_id
),

judged as (
    select
        conditions.*,
        rules.rule_id is not null as has_rule,
        rules.trigger_type,
        {{ is_customer_metric('conditions.metric') }} as is_of_customer
    from conditions
    left join rules
        on conditions.rule_id = rules.rule_id
),

found as (
    {{ seed_mistakes(
        'alert_conditions', 'judged', ['rule_id', 'condition_no'],
        needed=['metric', 'min_arr', 'window_days', 'operator', 'threshold', 'min_days_reported'],
        accepted_values={
            'metric': metric_names() + ['health_score'], 'operator': ['>=', '>', '<', '<='],
        },
        never_negative=['min_arr', 'min_days_reported'],
        rules=[
            ('not has_rule', "' seed alert_rules has no row with this rule_id.'"),
            (
                "trigger_type <> 'usage'",
                "' trigger_type of the rule is ' || trigger_type"
                    ~ " || '; only rules of usage have conditions.'",
            ),
            (
                "is_of_customer and product <> '*'",
                wrong_value('product', "'empty: ' || metric || ' is of a customer'"),
            ),
            (
                "not is_of_customer and (product is null or product like 'role:%')"
                    ~ " and coalesce(product, '') <> 'role:secondary'",
                wrong_value('product', "'*, a product_id, family:<name> or role:secondary'"),
            ),
            ('window_days < 1', wrong_value('window_days', "'at least 1'")),
            (
                "metric <> 'health_score' and min_days_reported > window_days",
                wrong_value('min_days_reported', "'at most ' || " ~ text_of('window_days'), 'window_days'),
            ),
        ],
    ) }}
)

select
    seed_name,
    message
from found
group by seed_name, message
