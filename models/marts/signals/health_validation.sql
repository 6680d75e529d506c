-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with sums as (
    select * from {{ ref('product_retention', 'int_health_band_sums') }}
),

aucs as (
    select * from {{ ref('product_retention', 'int_health_aucs') }}
),

figures as (
    select
        *,
        {{ safe_divide('churned', 'pairs') }} as churn_rate,
        {{ wilson_limit('churned', 'pairs', 'low') }} as churn_rate_low,
        {{ wilson_limit('churned', 'pairs', 'high') }} as churn_rate_high,
        sum(pairs) over (partition by score_name) as all_pairs,
        sum(churned) over (partition by score_name) as all_churned,
        {{ safe_divide('closing_arr', 'opening_arr') }} as nrr
    from sums
)

select
    figures.score_name,
    figures.band as health_band,
    aucs.evidence,

    cast(figures.pairs as integer) as pairs,
    cast(figures.churned as integer) as churned,
    figures.opening_arr,
    figures.closing_arr,
    figures.churn_rate,
    figures.churn_rate_low,
    figures.churn_rate_high,
    {{ safe_divide('figures.churned * figures.all_pairs', 'figures.all_churned * figures.pairs') }}
        as lift,
    figures.nrr,
    figures.nrr - figures.nrr_half_width as nrr_low,
    figures.nrr + figures.nrr_half_width as nrr_high,
    red.churn_rate - green.churn_rate as red_less_green,
    {%- for side, other in {'low': 'high', 'high': 'low'}.items() %}
    {{ newcombe_limit(
        'red.churn_rate', 'red.churn_rate_' ~ side, 'green.churn_rate', 'green.churn_rate_' ~ other, side
    ) }} as red_less_green_{{ side }},
    {%- endfor %}
    aucs.auc,
    aucs.auc_low,
    aucs.auc_high
from figures
inner join aucs
    on figures.score_name = aucs.subject
{%- for band in ['red', 'green'] %}
left join figures as {{ band }}
    on figures.score_name = {{ band }}.score_name and {{ band }}.band = '{{ band }}'
{%- endfor %}
