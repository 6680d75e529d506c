-- Pairs, those that expanded, grew and were lost, counted again on the dense spine. Where exchange
-- rates move the opening only what rates do not touch is compared.
{%- set growth_share = signal_threshold('growth_share') %}
{%- set is_constant = setting('fx_mode') == 'constant' %}
with scorecard as (
    select * from {{ ref('product_retention', 'signals_product_scorecard') }}
),

spine as (
    select
        spine.*,
        products.product_family
    from {{ ref('product_retention', 'fct_arr_monthly') }} as spine
    inner join {{ ref('product_retention', 'dim_products') }} as products
        on spine.product_id = products.product_id
    where spine.arr > 0
),

expansions as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
    where movement_type = 'expansion'
),

pairs as (
    select
        scorecard.arr_month,
        scorecard.product_id,
        openings.customer_id,
        max(openings.arr) as opening_arr,
        max(case when closings.product_id = scorecard.product_id then closings.arr else 0 end)
            as closing_arr,
        max(case when closings.product_family = scorecard.product_family then 1 else 0 end)
            as families,
        count(closings.product_id) as products
    from scorecard
    inner join spine as openings
        on
            scorecard.product_id = openings.product_id
            and {{ add_months('scorecard.arr_month', -12) }} = openings.arr_month
    left join spine as closings
        on
            openings.customer_id = closings.customer_id
            and scorecard.arr_month = closings.arr_month
    group by scorecard.arr_month, scorecard.product_id, openings.customer_id
),

expanding as (
    select
        pairs.arr_month,
        pairs.product_id,
        count(distinct expansions.customer_id) as expanding_pairs
    from pairs
    inner join expansions
        on
            pairs.customer_id = expansions.customer_id
            and pairs.product_id = expansions.product_id
            and pairs.arr_month >= expansions.arr_month
            and {{ add_months('pairs.arr_month', -12) }} < expansions.arr_month
    group by pairs.arr_month, pairs.product_id
),

counts as (
    select
        arr_month,
        product_id,
        count(*) as opening_pairs,
        sum(case when families = 0 then 1 else 0 end) as lost_pairs,
        sum(case when families = 0 then opening_arr else 0 end) as lost_arr,
        sum(case when products = 0 then 1 else 0 end) as lost_with_customer,
        sum(
            case
                when closing_arr - opening_arr >= {{ growth_share }} * opening_arr then 1
                else 0
            end
        ) as growing_pairs,
        sum(
            case
                when opening_arr - closing_arr >= {{ growth_share }} * opening_arr then 1
                else 0
            end
        ) as declining_pairs
    from pairs
    group by arr_month, product_id
)

select
    scorecard.product_id,
    scorecard.arr_month
from scorecard
left join counts
    on
        scorecard.product_id = counts.product_id
        and scorecard.arr_month = counts.arr_month
left join expanding
    on
        scorecard.product_id = expanding.product_id
        and scorecard.arr_month = expanding.arr_month
where
    scorecard.opening_pairs <> coalesce(counts.opening_pairs, 0)
    or scorecard.lost_pairs <> coalesce(counts.lost_pairs, 0)
    or scorecard.lost_with_customer <> coalesce(counts.lost_with_customer, 0)
    or scorecard.expanding_pairs <> coalesce(expanding.expanding_pairs, 0)
    {%- if is_constant %}
    or scorecard.growing_pairs <> coalesce(counts.growing_pairs, 0)
    or scorecard.declining_pairs <> coalesce(counts.declining_pairs, 0)
    or abs(scorecard.arr_loss_rate * scorecard.opening_arr - counts.lost_arr)
    > 1e-9 * (1 + scorecard.opening_arr)
    {%- endif %}
    or (scorecard.arr_loss_rate is null) <> (scorecard.opening_arr = 0)
    or scorecard.arr_loss_rate > 1
