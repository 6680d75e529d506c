{%- set segment_types = [
    '(all)', 'segment', 'industry', 'region', 'owner', 'arr_band', 'customer_age', 'products_held',
    'contract_length', 'arr_rank', 'billing_currency',
] + list_var('customer_segments') -%}
{#- What the company's own figures are made for, and what studies answer. -#}
{%- set measured = [
    'nrr', 'grr', 'logo_churn', 'contraction_rate', 'expansion_share', 'existing_share',
    'first_expansion_median_days', 'later_expansion_share',
] -%}

with targets as (
    select
        *,
        {{ month_index('baseline_month') }} as baseline_index,
        {{ month_index('due_month') }} as due_index
    from {{ ref('product_retention', 'nrr_targets') }}
),

benchmarks as (
    select * from {{ ref('product_retention', 'benchmarks') }}
),

found as (
    {{ seed_mistakes(
        'nrr_targets', 'targets', ['target_id'],
        needed=[
            'scope', 'item', 'segment_type', 'segment_value', 'metric', 'window_months',
            'baseline_month', 'due_month',
        ],
        accepted_values={
            'scope': ['company', 'product', 'product_family'],
            'metric': ['nrr', 'grr', 'nrr_organic', 'logo_retention'],
            'segment_type': segment_types,
        },
        rules=[
            (
                "scope = 'company' and item <> '(all)'",
                wrong_value('item', "'(all), as for the company as a whole'"),
            ),
            (
                "scope <> 'company' and item = '(all)'",
                wrong_value('item', "'the name of a ' || scope"),
            ),
            (
                "segment_type = '(all)' and segment_value <> '(all)'",
                wrong_value('segment_value', "'(all), as segment_type is'"),
            ),
            (
                "segment_type <> '(all)' and segment_value = '(all)'",
                wrong_value('segment_value', "'a value of ' || segment_type"),
            ),
            (
                "scope = 'product_family' and segment_type <> '(all)'",
                wrong_value('segment_type', "'(all): a product_family has no segments'"),
            ),
            ('window_months < 1', wrong_value('window_months', "'at least 1'")),
            (
                'due_index <= baseline_index',
                wrong_value('due_month', "'after the month of baseline_month ' || "
                    ~ text_of('baseline_month')),
            ),
            (
                'target_rate is null and points is null',
                "' target_rate and points are empty; give one of them.'",
            ),
            (
                'target_rate is not null and points is not null',
                "' target_rate and points are given; leave one of them empty.'",
            ),
            (
                'target_rate <= 0 or target_rate > 10',
                wrong_value('target_rate', "'a rate such as 1.15, for 115 %'"),
            ),
            (
                'points < -1 or points > 1',
                wrong_value('points', "'a change of a rate such as 0.05, for five points'"),
            ),
        ],
    ) }}
    union all
    {{ seed_mistakes(
        'benchmarks', 'benchmarks', ['benchmark_id'],
        needed=['claim', 'claimed_by', 'comparison'],
        accepted_values={'comparison': ['band', 'point', 'study', 'never']},
        never_negative=['low', 'window_months'],
        never_above={'low': 'high'},
        rules=[
            (
                "comparison in ('band', 'point')"
                    ~ " and coalesce(metric, '') not in ('" ~ measured | join("', '") ~ "')",
                wrong_value('metric', text_literal('one of ' ~ measured | join(', '))),
            ),
            (
                "comparison in ('band', 'point') and low is null and high is null",
                "' low and high are empty; a ' || comparison || ' needs one of them.'",
            ),
        ],
    ) }}
)

select
    seed_name,
    message
from found
group by seed_name, message
