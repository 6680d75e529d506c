{%- set scores = ['health_score', 'source_health_score'] -%}
with outcomes as (
    select * from {{ ref('product_retention', 'int_health_outcomes') }}
),

bands as (
    select * from {{ ref('product_retention', 'health_bands') }}
),

scored as (
    {%- for score in scores %}
    select
        '{{ score }}' as score_name,
        outcomes.opening_arr,
        outcomes.closing_arr,
        outcomes.is_lost,
        outcomes.{{ score }} as score
    from outcomes
    where outcomes.{{ score }} is not null
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

banded as (
    select
        scored.*,
        bands.band
    from scored
    inner join bands
        on {{ is_in_band('scored.score', 'bands') }}
),

totals as (
    select
        score_name,
        band,
        count(*) as pairs,
        sum(case when is_lost then 1 else 0 end) as churned,
        sum(opening_arr) as opening_arr,
        sum(closing_arr) as closing_arr
    from banded
    group by score_name, band
),

deviations as (
    select
        banded.score_name,
        banded.band,
        cast(banded.opening_arr as {{ rate_type() }}) as opening_arr,
        {{ jackknife_deviation(
            'banded.closing_arr', 'banded.opening_arr', 'totals.closing_arr', 'totals.opening_arr'
        ) }} as nrr_deviation
    from banded
    inner join totals
        on banded.score_name = totals.score_name and banded.band = totals.band
),

jackknife as (
    select
        score_name,
        band,
        {{ steady_sum('nrr_deviation') }} as deviations,
        {{ steady_sum('nrr_deviation * nrr_deviation') }} as squared_deviations,
        {{ steady_sum('opening_arr * opening_arr') }} as squared_bases
    from deviations
    group by score_name, band
)

select
    totals.score_name,
    totals.band,

    totals.pairs,
    totals.churned,
    cast(totals.opening_arr as {{ money_total_type() }}) as opening_arr,
    cast(totals.closing_arr as {{ money_total_type() }}) as closing_arr,
    {{ jackknife_half_width(
        'totals.pairs', 'jackknife.deviations', 'jackknife.squared_deviations',
        'totals.opening_arr', 'jackknife.squared_bases'
    ) }} as nrr_half_width
from totals
inner join jackknife
    on totals.score_name = jackknife.score_name and totals.band = jackknife.band
