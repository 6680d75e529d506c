-- A score is where the weighted distances of its points cancel out, and so is the score of a
-- customer among its products. The ARR and the score of the source are those of the day.
{%- set dimensions = ['usage', 'engagement', 'tickets', 'stakeholders'] %}
{%- set weight = 'cast(points.weight as ' ~ rate_type() ~ ')' %}
with scores as (
    select
        *,
        cast(arr as {{ rate_type() }}) as arr_weight
    from {{ ref('product_retention', 'health_scores') }}
),

points as (
    select * from {{ ref('product_retention', 'int_health_points') }}
),

pairs as (
    select * from {{ ref('product_retention', 'int_metric_pairs') }}
),

signals as (
    select * from {{ ref('product_retention', 'int_account_signals') }}
    where health_score is not null
),

balances as (
    select
        scores.score_day,
        scores.customer_id,
        scores.product_id,
        sum(points.weight) as all_weight,
        sum(case when points.points is not null then points.weight else 0 end) as known_weight,
        {%- for dimension in dimensions %}
        sum(
            case
                when points.dimension = '{{ dimension }}'
                    then {{ weight }} * (points.points - scores.{{ dimension }}_score)
            end
        ) as {{ dimension }}_balance,
        {%- endfor %}
        sum({{ weight }} * (points.points - scores.health_score)) as balance
    from scores
    inner join points
        on
            scores.score_day = points.metric_day
            and scores.customer_id = points.customer_id
            and scores.product_id = points.product_id
    group by scores.score_day, scores.customer_id, scores.product_id
),

customers as (
    select
        score_day,
        customer_id,
        sum(arr_weight * (health_score - customer_health_score)) as balance,
        sum(
            arr_weight * (case when health_score is null then 0 else 1 end - covered_arr_share)
        ) as share_balance,
        sum(arr_weight) as arr
    from scores
    group by score_day, customer_id
),

signal_days as (
    select
        scores.score_day,
        scores.customer_id,
        max(signals.signal_date) as signal_date
    from scores
    inner join signals
        on
            scores.customer_id = signals.customer_id
            and scores.score_day >= signals.signal_date
    group by scores.score_day, scores.customer_id
)

select
    scores.score_day,
    scores.customer_id,
    scores.product_id
from scores
inner join customers
    on
        scores.score_day = customers.score_day
        and scores.customer_id = customers.customer_id
left join balances
    on
        scores.score_day = balances.score_day
        and scores.customer_id = balances.customer_id
        and scores.product_id = balances.product_id
left join pairs
    on
        scores.score_day = pairs.metric_day
        and scores.customer_id = pairs.customer_id
        and scores.product_id = pairs.product_id
left join signal_days
    on
        scores.score_day = signal_days.score_day
        and scores.customer_id = signal_days.customer_id
left join signals
    on
        signal_days.customer_id = signals.customer_id
        and signal_days.signal_date = signals.signal_date
where
    pairs.customer_id is null
    or scores.arr <> pairs.arr
    or abs(balances.balance) > 1e-7 * balances.all_weight
    {%- for dimension in dimensions %}
    or abs(balances.{{ dimension }}_balance) > 1e-7 * balances.all_weight
    {%- endfor %}
    or abs(
        scores.weight_covered * coalesce(balances.all_weight, 1)
        - coalesce(balances.known_weight, 0)
    ) > 1e-9 * (1 + coalesce(balances.all_weight, 0))
    or (scores.health_score is not null and balances.all_weight is null)
    or abs(customers.balance) > 1e-7 * customers.arr
    or abs(customers.share_balance) > 1e-9 * customers.arr
    or (scores.source_health_score is null) <> (signals.customer_id is null)
    or abs(scores.source_health_score - signals.health_score) > 1e-9
