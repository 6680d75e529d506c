-- The limits of NRR worked out as they are defined: NRR without each customer in turn, and how much
-- those figures vary.
with pairs as (
    select * from {{ ref('product_retention', 'int_signal_pairs') }}
    where is_base
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

totals as (
    select
        month_index,
        product_id,
        count(*) as customers,
        cast(sum(opening_arr) as {{ rate_type() }}) as opening_arr,
        cast(sum(closing_arr) as {{ rate_type() }}) as closing_arr
    from pairs
    group by month_index, product_id
),

without_one as (
    select
        totals.*,
        cast(pairs.opening_arr as {{ rate_type() }}) as left_out_arr,
        (totals.closing_arr - pairs.closing_arr)
        / nullif(totals.opening_arr - pairs.opening_arr, 0) as nrr_without
    from pairs
    inner join totals
        on
            pairs.month_index = totals.month_index
            and pairs.product_id = totals.product_id
),

means as (
    select
        *,
        avg(nrr_without) over (partition by month_index, product_id) as mean_nrr
    from without_one
),

spreads as (
    select
        month_index,
        product_id,
        max(customers) as customers,
        max(opening_arr) * max(opening_arr) / nullif(sum(left_out_arr * left_out_arr), 0)
            as effective_customers,
        sum((nrr_without - mean_nrr) * (nrr_without - mean_nrr)) as spread
    from means
    group by month_index, product_id
),

intervals as (
    select
        months.arr_month,
        spreads.product_id,
        case
            when spreads.customers >= 5 and spreads.effective_customers > 1.5
                then
                    1.959964
                    * (1 + (1.959964 * 1.959964 + 1) / (4 * (spreads.effective_customers - 1)))
                    * sqrt((spreads.customers - 1) * spreads.spread / spreads.customers)
        end as half_width
    from spreads
    inner join months
        on spreads.month_index = months.month_index
)

select
    scorecard.product_id,
    scorecard.arr_month,
    scorecard.nrr_low,
    scorecard.nrr_high,
    intervals.half_width
from {{ ref('product_retention', 'signals_product_scorecard') }} as scorecard
left join intervals
    on
        scorecard.product_id = intervals.product_id
        and scorecard.arr_month = intervals.arr_month
where
    (scorecard.nrr_low is null) <> (intervals.half_width is null)
    or (scorecard.nrr_high is null) <> (intervals.half_width is null)
    or abs(scorecard.nrr_low + intervals.half_width - scorecard.nrr) > 1e-8
    or abs(scorecard.nrr_high - intervals.half_width - scorecard.nrr) > 1e-8
