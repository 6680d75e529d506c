-- The scorecard counts the episodes that start in its twelve months.
with scorecard as (
    select * from {{ ref('product_retention', 'signals_product_scorecard') }}
),

episodes as (
    select
        scorecard.arr_month,
        scorecard.product_id,
        count(*) as episodes_held,
        sum(case when episodes.cut_arr > 0 then 1 else 0 end) as first_cuts,
        sum(episodes.expected_first_cut) as expected_first_cuts
    from scorecard
    inner join {{ ref('product_retention', 'signals_downgrade_episodes') }} as episodes
        on
            scorecard.product_id = episodes.product_id
            and scorecard.arr_month >= episodes.arr_month
            and {{ add_months('scorecard.arr_month', -12) }} < episodes.arr_month
    group by scorecard.arr_month, scorecard.product_id
)

select
    scorecard.product_id,
    scorecard.arr_month
from scorecard
left join episodes
    on
        scorecard.product_id = episodes.product_id
        and scorecard.arr_month = episodes.arr_month
where
    scorecard.episodes_held <> coalesce(episodes.episodes_held, 0)
    or scorecard.first_cuts <> coalesce(episodes.first_cuts, 0)
    or abs(scorecard.expected_first_cuts - coalesce(episodes.expected_first_cuts, 0)) > 1e-9
    or scorecard.is_cut_first <> (
        scorecard.opening_pairs >= {{ thin_evidence() }}
        and coalesce(
            scorecard.cut_first_low * scorecard.episodes_held > scorecard.expected_first_cuts, false
        )
    )
