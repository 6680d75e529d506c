-- The scorecard opens, closes, retains and expands with what the marts of ARR and retention say.
with scorecard as (
    select * from {{ ref('product_retention', 'signals_product_scorecard') }}
),

retention as (
    select * from {{ ref('product_retention', 'retention_product_monthly') }}
    where window_months = 12
),

growth as (
    select * from {{ ref('product_retention', 'arr_growth_product_monthly') }}
    where window_months = 12
),

spine as (
    select
        product_id,
        arr_month,
        sum(arr) as arr
    from {{ ref('product_retention', 'fct_arr_monthly') }}
    group by product_id, arr_month
),

movements as (
    select
        scorecard.arr_month,
        scorecard.product_id,
        sum(movements.arr_change) as expansion_arr,
        sum(movements.volume_arr) as volume_arr,
        sum(movements.price_arr) as price_arr,
        sum(movements.unattributed_arr) as unattributed_arr,
        sum(case when movements.reason = 'tier_change' then movements.arr_change else 0 end)
            as tier_arr,
        sum(case when movements.is_scheduled then movements.arr_change else 0 end)
            as scheduled_arr
    from scorecard
    inner join {{ ref('product_retention', 'fct_arr_movements') }} as movements
        on
            scorecard.product_id = movements.product_id
            and scorecard.arr_month >= movements.arr_month
            and {{ add_months('scorecard.arr_month', -12) }} < movements.arr_month
    where movements.movement_type = 'expansion'
    group by scorecard.arr_month, scorecard.product_id
)

select
    scorecard.product_id,
    scorecard.arr_month
from scorecard
left join retention
    on
        scorecard.product_id = retention.product_id
        and scorecard.arr_month = retention.arr_month
left join growth
    on
        scorecard.product_id = growth.product_id
        and scorecard.arr_month = growth.arr_month
left join spine
    on
        scorecard.product_id = spine.product_id
        and scorecard.arr_month = spine.arr_month
left join movements
    on
        scorecard.product_id = movements.product_id
        and scorecard.arr_month = movements.arr_month
where
    scorecard.arr <> coalesce(spine.arr, 0)
    or scorecard.expansion_arr <> coalesce(movements.expansion_arr, 0)
    or scorecard.volume_expansion_arr <> coalesce(movements.volume_arr, 0)
    or scorecard.price_expansion_arr <> coalesce(movements.price_arr, 0)
    or scorecard.unattributed_expansion_arr <> coalesce(movements.unattributed_arr, 0)
    or scorecard.tier_expansion_arr <> coalesce(movements.tier_arr, 0)
    or scorecard.scheduled_expansion_arr <> coalesce(movements.scheduled_arr, 0)
    -- Without a window of 12 months there is nothing to compare with.
    or scorecard.opening_arr <> retention.opening_arr
    or scorecard.opening_pairs <> retention.opening_customers
    or abs(scorecard.nrr - retention.nrr) > 1e-9
    or abs(scorecard.grr - retention.grr) > 1e-9
    or scorecard.expansion_arr <> growth.expansion_arr
    or scorecard.cross_sell_arr <> growth.cross_sell_arr
    {%- if 12 in list_var('retention_windows') %}
    or retention.product_id is null
    or growth.product_id is null
    {%- endif %}
