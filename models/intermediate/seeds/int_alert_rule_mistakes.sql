{#- The rules on licences, each found by its id, with what their alerts are about. -#}
{%- set licence_rules = {
    'non_primary_cancelled': 'customer_family', 'lost_before_end': 'license',
    'notice_deadline': 'customer_product', 'renewal_90_at_risk': 'customer_product',
    'renewal_overdue': 'customer_product', 'anniversary_90': 'customer',
} -%}
{%- set of_days = ['notice_deadline', 'renewal_90_at_risk', 'anniversary_90'] -%}
{%- set studies = [
    'secondary_cut', 'secondary_dropped', 'secondary_shrunk', 'contraction', 'price_rise',
    'premature_expansion', 'early_expander',
] -%}
{%- set places = ['customer', 'product', 'value', 'percent', 'day', 'due', 'arr'] -%}
{%- set nothing = {} -%}
{%- for place in places -%}{%- do nothing.update({place: "''"}) -%}{%- endfor -%}

with rules as (
    select * from {{ ref('product_retention', 'alert_rules') }}
),

conditions as (
    select
        rule_id,
        count(*) as conditions,
        sum(case when {{ is_customer_metric('metric') }} then 0 else 1 end) as of_products
    from {{ ref('product_retention', 'alert_conditions') }}
    group by rule_id
),

judged as (
    select
        rules.*,
        coalesce(conditions.conditions, 0) as conditions,
        coalesce(conditions.of_products, 0) as of_products,
        case rules.rule_id
            {%- for rule, scope in licence_rules.items() %}
            when '{{ rule }}' then '{{ scope }}'
            {%- endfor %}
        end as licence_scope,
        {{ filled_in('rules.sentence', nothing) }}
            as rest_of_sentence
    from rules
    left join conditions
        on rules.rule_id = conditions.rule_id
),

found as (
    {{ seed_mistakes(
        'alert_rules', 'judged', ['rule_id'],
        needed=[
            'rule_group', 'is_on', 'kind', 'scope', 'severity', 'trigger_type', 'sentence',
            'action', 'due_days',
        ],
        accepted_values={
            'kind': ['risk', 'opportunity'],
            'scope': ['customer', 'customer_family', 'customer_product', 'license'],
            'severity': ['high', 'medium', 'low'],
            'trigger_type': ['licence', 'movement', 'usage'],
        },
        never_negative=['threshold', 'due_days', 'rearm_days'],
        rules=[
            (
                "trigger_type = 'licence' and licence_scope is null",
                wrong_value('rule_id', text_literal(
                    'one of ' ~ licence_rules | join(', ') ~ ', which are all of trigger_type licence'
                )),
            ),
            (
                "licence_scope is not null and trigger_type <> 'licence'",
                wrong_value('trigger_type', "'licence, as this rule_id needs'"),
            ),
            ('licence_scope <> scope', wrong_value('scope', 'licence_scope')),
            (
                "trigger_type = 'movement' and scope <> 'customer'",
                wrong_value('scope', "'customer, which contractions are of'"),
            ),
            (
                "trigger_type = 'usage' and scope not in ('customer', 'customer_product')",
                wrong_value('scope', "'customer or customer_product, which usage is of'"),
            ),
            (
                "trigger_type = 'movement' and (threshold is null or threshold > 1)",
                wrong_value('threshold', "'a share of ARR such as 0.1, for 10 %'"),
            ),
            (
                "threshold is null and rule_id in ('" ~ of_days | join("', '") ~ "')",
                wrong_value('threshold', "'a number of days'"),
            ),
            (
                "is_on and trigger_type = 'usage' and conditions = 0",
                "' no row of seed alert_conditions has this rule_id, and a rule of usage needs one.'",
            ),
            (
                "trigger_type = 'usage' and scope = 'customer_product' and conditions > of_products"
                    ~ ' and of_products = 0',
                "' scope is customer_product, but no condition is about a product: make it customer.'",
            ),
            (
                "study not in ('" ~ studies | join("', '") ~ "')",
                wrong_value('study', text_literal('empty or one of ' ~ studies | join(', '))),
            ),
            (
                "rest_of_sentence like '%{%'",
                "' sentence has a place that nothing fills; allowed are {"
                    ~ places | join('}, {') ~ "}.'",
            ),
        ],
    ) }}
)

select
    seed_name,
    message
from found
group by seed_name, message
