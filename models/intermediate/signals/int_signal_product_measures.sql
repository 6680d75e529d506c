{%- set base_amounts = ['opening_arr', 'closing_arr', 'retained_arr', 'lost_arr'] -%}
{%- set base_counts = [
    'opening_pairs', 'expanding_pairs', 'lost_pairs', 'lost_with_customer', 'growing_pairs',
    'flat_pairs', 'declining_pairs',
] %}

with expansions as (
    select * from {{ ref('product_retention', 'int_product_expansions') }}
),

bases as (
    select * from {{ ref('product_retention', 'int_signal_product_bases') }}
),

concentrations as (
    select * from {{ ref('product_retention', 'int_expansion_concentration') }}
),

loss_ranks as (
    select * from {{ ref('product_retention', 'int_product_loss_ranks') }}
),

verdicts as (
    select * from {{ ref('product_retention', 'int_coat_tails_verdicts') }}
),

products as (
    select * from {{ ref('product_retention', 'int_signal_products') }}
),

product_months as (
    select * from {{ ref('product_retention', 'int_product_months') }}
),

months_with_ranks as (
    select
        month_index,
        max(n_compared) as n_compared
    from loss_ranks
    group by month_index
),

measures as (
    select
        expansions.*,
        products.product_name,
        products.product_family,
        products.is_core,
        products.is_secondary,
        products.core_is_inferred,
        products.launched_on,
        case when products.launched_on is null then products.first_month_index end
            as undated_since_index,
        product_months.arr_month,
        product_months.closing_arr as arr,
        {%- for amount in base_amounts %}
        coalesce(bases.{{ amount }}, 0) as {{ 'base_' if amount != 'opening_arr' }}{{ amount }},
        {%- endfor %}
        {%- for count in base_counts %}
        coalesce(bases.{{ count }}, 0) as {{ count }},
        {%- endfor %}
        bases.nrr_half_width,
        concentrations.expansion_arr as all_expansion_arr,
        concentrations.opening_arr as all_opening_arr,
        concentrations.expansion_hhi,
        concentrations.expansion_hhi_normalised,
        loss_ranks.loss_rank,
        loss_ranks.arr_loss_rank,
        loss_ranks.loss_rank_is_clear,
        coalesce(months_with_ranks.n_compared, 0) as n_compared,
        verdicts.coat_tails_verdict
    from expansions
    inner join products
        on expansions.product_id = products.product_id
    inner join product_months
        on
            expansions.month_index = product_months.month_index
            and expansions.product_id = product_months.product_id
    inner join concentrations
        on expansions.month_index = concentrations.month_index
    left join bases
        on
            expansions.month_index = bases.month_index
            and expansions.product_id = bases.product_id
    left join loss_ranks
        on
            expansions.month_index = loss_ranks.month_index
            and expansions.product_id = loss_ranks.product_id
    left join months_with_ranks
        on expansions.month_index = months_with_ranks.month_index
    left join verdicts
        on
            expansions.month_index = verdicts.month_index
            and expansions.product_id = verdicts.product_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by month_index, (expansion_arr > 0 and product_id <> '(unassigned)')
            order by expansion_arr desc, product_id asc
        ) as expansion_place,
        row_number() over (
            partition by month_index, (is_secondary and arr > 0)
            order by
                launched_on desc nulls last, undated_since_index desc nulls last, product_id asc
        ) as newest_place
    from measures
)

select
    *,
    case when expansion_arr > 0 and product_id <> '(unassigned)' then expansion_place end
        as expansion_rank,
    is_secondary and arr > 0 and newest_place = 1 as is_newest
from ranked
