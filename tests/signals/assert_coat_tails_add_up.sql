-- Holdings of a product add up: with and without the core make all, and of those with it the core
-- stayed or left. All is what the scorecard counts, and others are the other secondary products.
{%- set columns = ['pairs', 'kept', 'opening_arr', 'retained_arr', 'closing_arr'] %}
with coat_tails as (
    select * from {{ ref('product_retention', 'signals_coat_tails') }}
),

scorecard as (
    select * from {{ ref('product_retention', 'signals_product_scorecard') }}
),

totals as (
    select
        arr_month,
        product_id,
        count(*) as holdings,
        {%- for column in columns %}
        {%- for holding in ['all', 'with_core', 'core_stayed', 'core_left', 'without_core'] %}
        sum(case when holding = '{{ holding }}' then {{ column }} else 0 end)
            as {{ column }}_{{ holding }},
        {%- endfor %}
        {%- endfor %}
        sum(case when holding = 'all' then grr end) as grr,
        sum(case when holding = 'all' then nrr end) as nrr
    from coat_tails
    group by arr_month, product_id
),

beside_others as (
    select
        coat_tails.*,
        sum(coat_tails.pairs) over (partition by coat_tails.arr_month, coat_tails.holding)
        - coat_tails.pairs as expected_pairs,
        sum(coat_tails.kept) over (partition by coat_tails.arr_month, coat_tails.holding)
        - coat_tails.kept as expected_kept
    from coat_tails
)

select
    totals.product_id,
    totals.arr_month
from totals
left join scorecard
    on
        totals.product_id = scorecard.product_id
        and totals.arr_month = scorecard.arr_month
where
    totals.holdings <> 5
    {%- for column in columns %}
    or totals.{{ column }}_all <> totals.{{ column }}_with_core + totals.{{ column }}_without_core
    or totals.{{ column }}_with_core
    <> totals.{{ column }}_core_stayed + totals.{{ column }}_core_left
    {%- endfor %}
    or scorecard.coat_tails_verdict is null
    or totals.pairs_all <> scorecard.opening_pairs
    or totals.kept_all <> scorecard.opening_pairs - scorecard.lost_pairs
    or totals.opening_arr_all <> scorecard.opening_arr
    or abs(totals.grr - scorecard.grr) > 1e-9
    or abs(totals.nrr - scorecard.nrr) > 1e-9
union all
select
    product_id,
    arr_month
from beside_others
where
    other_pairs <> expected_pairs
    or other_kept <> expected_kept
