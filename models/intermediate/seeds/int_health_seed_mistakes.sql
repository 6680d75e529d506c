with weights as (
    select
        *,
        sum(weight) over (partition by product) as weight_of_level
    from {{ ref('product_retention', 'health_weights') }}
),

bands as (
    select
        *,
        lag(band) over (order by from_score, band) as last_band,
        lead(from_score) over (order by from_score, band) as next_from_score
    from {{ ref('product_retention', 'health_bands') }}
),

found as (
    {{ seed_mistakes(
        'health_weights', 'weights', ['product', 'metric'],
        needed=['dimension', 'window_days', 'value_at_0', 'value_at_100', 'weight'],
        accepted_values={
            'dimension': ['usage', 'engagement', 'tickets', 'stakeholders'],
            'metric': metric_names(),
        },
        never_negative=['weight'],
        rules=[
            (
                "product like 'role:%'",
                wrong_value('product', "'*, family:<name> or a product_id'"),
            ),
            ('window_days < 1', wrong_value('window_days', "'at least 1'")),
            (
                'value_at_0 = value_at_100',
                wrong_value('value_at_100', "'another value than value_at_0'"),
            ),
            (
                'weight_of_level = 0',
                "' all weights of product ' || product || ' are 0; one must be above 0.'",
            ),
        ],
    ) }}
    union all
    {{ seed_mistakes(
        'health_bands', 'bands', ['band'],
        needed=['from_score'],
        rules=[
            (
                'from_score < 0 or from_score > 100',
                wrong_value('from_score', "'from 0 to 100'"),
            ),
            (
                'from_score >= until_score',
                wrong_value('until_score', "'above from_score ' || " ~ text_of('from_score')),
            ),
            (
                'last_band is null and from_score > 0',
                wrong_value('from_score', "'0, where the lowest band begins'"),
            ),
            (
                'next_from_score is null and until_score <= 100',
                wrong_value('until_score', "'empty, as of the highest band'"),
            ),
            (
                'next_from_score is not null'
                    ~ ' and (until_score is null or until_score <> next_from_score)',
                wrong_value(
                    'until_score', text_of('next_from_score') ~ " || ', where the next band begins'"
                ),
            ),
        ],
    ) }}
)

select
    seed_name,
    message
from found
group by seed_name, message
