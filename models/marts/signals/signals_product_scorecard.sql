with measures as (
    select * from {{ ref('product_retention', 'int_signal_product_measures') }}
),

episodes as (
    select * from {{ ref('product_retention', 'signals_downgrade_episodes') }}
),

first_cuts as (
    select
        measures.arr_month,
        measures.product_id,
        count(*) as episodes_held,
        sum(case when episodes.is_cut then 1 else 0 end) as first_cuts,
        {{ steady_sum('episodes.expected_first_cut') }} as expected_first_cuts
    from measures
    inner join episodes
        on
            measures.product_id = episodes.product_id
            and measures.arr_month >= episodes.arr_month
            and {{ add_months('measures.arr_month', -12) }} < episodes.arr_month
    group by measures.arr_month, measures.product_id
),

figures as (
    select
        measures.*,
        coalesce(first_cuts.episodes_held, 0) as episodes_held,
        coalesce(first_cuts.first_cuts, 0) as first_cuts,
        coalesce(first_cuts.expected_first_cuts, 0) as expected_first_cuts,
        measures.arr - measures.opening_arr as arr_gain,
        {{ nrr(
            'measures.opening_arr', '(measures.base_closing_arr - measures.base_retained_arr)',
            '(measures.opening_arr - measures.base_retained_arr)', '0'
        ) }} as nrr
    from measures
    left join first_cuts
        on
            measures.arr_month = first_cuts.arr_month
            and measures.product_id = first_cuts.product_id
)

select
    arr_month,
    product_id,
    product_name,
    product_family,
    case
        when opening_arr = 0 then 'new'
        when arr_gain >= {{ signal_threshold('growth_share') }} * opening_arr then 'growing'
        when -arr_gain >= {{ signal_threshold('growth_share') }} * opening_arr then 'declining'
        else 'flat'
    end as growth_class,
    coat_tails_verdict,
    {{ evidence('opening_pairs') }} as evidence,

    opening_arr,
    arr,
    expansion_arr,
    volume_arr as volume_expansion_arr,
    price_arr as price_expansion_arr,
    unattributed_arr as unattributed_expansion_arr,
    tier_arr as tier_expansion_arr,
    scheduled_arr as scheduled_expansion_arr,
    cross_sell_arr,
    opening_pairs,
    expanding_pairs,
    lost_pairs,
    lost_with_customer,
    growing_pairs,
    flat_pairs,
    declining_pairs,
    cast(episodes_held as integer) as episodes_held,
    cast(first_cuts as integer) as first_cuts,
    cast(expected_first_cuts as {{ rate_type() }}) as expected_first_cuts,
    nrr,
    nrr - nrr_half_width as nrr_low,
    nrr + nrr_half_width as nrr_high,
    {{ grr('opening_arr', '(opening_arr - base_retained_arr)', '0') }} as grr,
    {{ safe_divide('opening_arr', 'all_opening_arr') }} as opening_share,
    {{ safe_divide('expansion_arr', 'all_expansion_arr') }} as expansion_share,
    {{ safe_divide('expansion_arr', 'all_expansion_arr') }}
    / nullif({{ safe_divide('opening_arr', 'all_opening_arr') }}, 0) as expansion_quotient,
    {{ safe_divide('expanding_pairs', 'opening_pairs') }} as expanding_share,
    {{ wilson_limit('expanding_pairs', 'opening_pairs', 'low') }} as expanding_share_low,
    {{ wilson_limit('expanding_pairs', 'opening_pairs', 'high') }} as expanding_share_high,
    expansion_hhi,
    expansion_hhi_normalised,
    {{ safe_divide('lost_pairs', 'opening_pairs') }} as loss_rate,
    {{ wilson_limit('lost_pairs', 'opening_pairs', 'low') }} as loss_rate_low,
    {{ wilson_limit('lost_pairs', 'opening_pairs', 'high') }} as loss_rate_high,
    {{ safe_divide('base_lost_arr', 'opening_arr') }} as arr_loss_rate,
    {{ safe_divide('first_cuts', 'episodes_held') }} as cut_first_rate,
    {{ wilson_limit('first_cuts', 'episodes_held', 'low') }} as cut_first_low,
    {{ wilson_limit('first_cuts', 'episodes_held', 'high') }} as cut_first_high,
    {{ safe_divide('first_cuts', 'expected_first_cuts') }} as cut_first_index,
    {{ safe_divide('arr_gain', 'opening_arr') }} as arr_growth,
    cast(expansion_rank as integer) as expansion_rank,
    loss_rank,
    arr_loss_rank,
    cast(n_compared as integer) as n_compared,
    loss_rank_is_clear,
    opening_pairs >= {{ thin_evidence() }} and coalesce(
        {{ wilson_limit('first_cuts', 'episodes_held', 'low') }}
        > {{ safe_divide('expected_first_cuts', 'episodes_held') }}, false
    ) as is_cut_first,
    is_newest,
    is_core,
    core_is_inferred
from figures
