-- What became of each band counted again, its share of all losses, and the limits of the difference
-- of red and green squared, as Newcombe puts them together. The limits of NRR lie around it evenly.
with validation as (
    select * from {{ ref('product_retention', 'health_validation') }}
),

outcomes as (
    select * from {{ ref('product_retention', 'int_health_outcomes') }}
),

bands as (
    select * from {{ ref('product_retention', 'health_bands') }}
),

scored as (
    {%- for score in ['health_score', 'source_health_score'] %}
    select
        '{{ score }}' as score_name,
        {{ score }} as score,
        opening_arr,
        closing_arr,
        case when is_lost then 1 else 0 end as lost
    from outcomes
    where {{ score }} is not null
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

counts as (
    select
        scored.score_name,
        bands.band,
        count(*) as pairs,
        sum(scored.lost) as churned,
        sum(scored.opening_arr) as opening_arr,
        sum(scored.closing_arr) as closing_arr
    from scored
    inner join bands
        on {{ is_in_band('scored.score', 'bands') }}
    group by scored.score_name, bands.band
),

totals as (
    select
        score_name,
        sum(pairs) as pairs,
        sum(churned) as churned
    from validation
    group by score_name
)

select
    validation.score_name,
    validation.health_band
from validation
left join counts
    on
        validation.score_name = counts.score_name
        and validation.health_band = counts.band
inner join totals
    on validation.score_name = totals.score_name
left join validation as red
    on validation.score_name = red.score_name and red.health_band = 'red'
left join validation as green
    on validation.score_name = green.score_name and green.health_band = 'green'
where
    counts.band is null
    or validation.pairs <> counts.pairs
    or validation.churned <> counts.churned
    or validation.opening_arr <> counts.opening_arr
    or validation.closing_arr <> counts.closing_arr
    or (validation.lift is null) <> (totals.churned = 0)
    or abs(validation.lift * totals.churned - validation.churn_rate * totals.pairs)
    > 1e-9 * totals.pairs
    or abs(validation.nrr_low + validation.nrr_high - 2 * validation.nrr) > 1e-9
    or abs(validation.red_less_green - (red.churn_rate - green.churn_rate)) > 1e-9
    {%- for side, far in {'low': 'high', 'high': 'low'}.items() %}
    or (validation.red_less_green is null) <> (validation.red_less_green_{{ side }} is null)
    or abs(
        power(validation.red_less_green - validation.red_less_green_{{ side }}, 2)
        - power(red.churn_rate - red.churn_rate_{{ side }}, 2)
        - power(green.churn_rate - green.churn_rate_{{ far }}, 2)
    ) > 1e-9
    {%- endfor %}
    or validation.red_less_green_low > validation.red_less_green + 1e-9
    or validation.red_less_green_high < validation.red_less_green - 1e-9
