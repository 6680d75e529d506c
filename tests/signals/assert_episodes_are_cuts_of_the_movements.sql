-- An episode has a row for each product held, its cuts are movements of the month that still stand,
-- and nothing was cut in the quiet months before.
{%- set cut_share = signal_threshold('cut_share') %}
with episodes as (
    select * from {{ ref('product_retention', 'signals_downgrade_episodes') }}
),

totals as (
    select
        customer_id,
        arr_month,
        count(*) as products_held,
        sum(case when is_cut then 1 else 0 end) as products_cut
    from episodes
    group by customer_id, arr_month
),

movements as (
    select * from {{ ref('product_retention', 'fct_arr_movements') }}
    where movement_type in ('contraction', 'product_churn')
),

spine as (
    select * from {{ ref('product_retention', 'fct_arr_monthly') }}
)

select
    episodes.customer_id,
    episodes.product_id,
    episodes.arr_month
from episodes
inner join totals
    on
        episodes.customer_id = totals.customer_id
        and episodes.arr_month = totals.arr_month
left join movements
    on
        episodes.customer_id = movements.customer_id
        and episodes.product_id = movements.product_id
        and episodes.arr_month = movements.arr_month
left join spine as openings
    on
        episodes.customer_id = openings.customer_id
        and episodes.product_id = openings.product_id
        and {{ add_months('episodes.arr_month', -1) }} = openings.arr_month
left join totals as earlier
    on
        episodes.customer_id = earlier.customer_id
        and episodes.arr_month > earlier.arr_month
        and {{ add_months('episodes.arr_month', -1 * signal_threshold('quiet_months')) }}
        <= earlier.arr_month
where
    earlier.customer_id is not null
    or episodes.products_held <> totals.products_held
    or episodes.products_cut <> totals.products_cut
    or (episodes.is_cut and episodes.cut_arr <> -coalesce(movements.arr_change, 0))
    or (not episodes.is_cut and episodes.cut_arr <> 0)
    or (episodes.is_cut and episodes.cut_arr < {{ cut_share }} * episodes.opening_arr)
    or openings.customer_id is null
    {%- if setting('fx_mode') == 'constant' %}
    or episodes.opening_arr <> openings.arr
    {%- endif %}
