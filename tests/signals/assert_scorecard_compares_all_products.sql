-- Shares are of all products of the month, concentration is that of families, and ranks are in
-- order.
with scorecard as (
    select * from {{ ref('product_retention', 'signals_product_scorecard') }}
),

families as (
    select
        arr_month,
        product_family,
        sum(expansion_arr) as expansion_arr,
        sum(opening_arr) as opening_arr
    from scorecard
    group by arr_month, product_family
),

months as (
    select
        arr_month,
        sum(expansion_arr) as expansion_arr,
        sum(opening_arr) as opening_arr,
        sum(
            cast(expansion_arr as {{ rate_type() }}) * cast(expansion_arr as {{ rate_type() }})
        ) as squares,
        sum(case when expansion_arr > 0 or opening_arr > 0 then 1 else 0 end) as families
    from families
    group by arr_month
),

ranked as (
    select
        scorecard.*,
        {{ safe_divide('scorecard.expansion_arr', 'months.expansion_arr') }} as share_of_expansion,
        {{ safe_divide('scorecard.opening_arr', 'months.opening_arr') }} as share_of_opening,
        months.squares
        / nullif(
            cast(months.expansion_arr as {{ rate_type() }})
            * cast(months.expansion_arr as {{ rate_type() }}), 0
        ) as concentration,
        months.families,
        count(scorecard.loss_rank) over (partition by scorecard.arr_month) as ranked_products,
        lag(scorecard.expansion_arr)
            over (partition by scorecard.arr_month order by scorecard.expansion_rank nulls last)
            as larger_expansion,
        lag(scorecard.loss_rate)
            over (partition by scorecard.arr_month order by scorecard.loss_rank nulls last)
            as higher_loss_rate,
        lag(scorecard.arr_loss_rate)
            over (partition by scorecard.arr_month order by scorecard.arr_loss_rank nulls last)
            as higher_arr_loss_rate,
        row_number()
            over (partition by scorecard.arr_month order by scorecard.expansion_rank nulls last)
            as expansion_place,
        row_number()
            over (partition by scorecard.arr_month order by scorecard.loss_rank nulls last)
            as loss_place,
        row_number()
            over (partition by scorecard.arr_month order by scorecard.arr_loss_rank nulls last)
            as arr_loss_place,
        max(case when scorecard.loss_rank > 1 then scorecard.loss_rate_high end)
            over (partition by scorecard.arr_month) as highest_other,
        max(case when scorecard.loss_rank = 1 then scorecard.loss_rate_low end)
            over (partition by scorecard.arr_month) as first_low
    from scorecard
    inner join months
        on scorecard.arr_month = months.arr_month
)

select
    product_id,
    arr_month
from ranked
where
    abs(coalesce(expansion_share, -1) - coalesce(share_of_expansion, -1)) > 1e-9
    or abs(coalesce(opening_share, -1) - coalesce(share_of_opening, -1)) > 1e-9
    or (expansion_quotient is null) <> (expansion_share is null or opening_arr = 0)
    or abs(expansion_quotient * opening_share - expansion_share) > 1e-9
    or abs(coalesce(expansion_hhi, -1) - coalesce(concentration, -1)) > 1e-9
    or (expansion_hhi_normalised is null) <> (expansion_hhi is null or families = 1)
    or abs(expansion_hhi_normalised * (families - 1) - (families * expansion_hhi - 1)) > 1e-9
    or expansion_rank <> expansion_place
    or loss_rank <> loss_place
    or arr_loss_rank <> arr_loss_place
    or (expansion_rank is null and expansion_arr > 0 and product_id <> '(unassigned)')
    or (expansion_rank > 1 and expansion_arr > larger_expansion)
    or (loss_rank > 1 and loss_rate > higher_loss_rate)
    or (arr_loss_rank > 1 and arr_loss_rate > higher_arr_loss_rate)
    or (loss_rank is null) <> (arr_loss_rank is null)
    or (loss_rank is null)
    = (opening_pairs >= {{ signal_threshold('min_base') }} and product_id <> '(unassigned)')
    or n_compared <> ranked_products
    or (loss_rank_is_clear is null) <> (loss_rank is null)
    or loss_rank_is_clear <> coalesce(first_low > highest_other, false)
