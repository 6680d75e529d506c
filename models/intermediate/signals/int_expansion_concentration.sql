with expansions as (
    select * from {{ ref('product_retention', 'int_product_expansions') }}
),

bases as (
    select * from {{ ref('product_retention', 'int_signal_product_bases') }}
),

products as (
    select * from {{ ref('product_retention', 'int_signal_products') }}
),

families as (
    select
        expansions.month_index,
        products.product_family,
        sum(expansions.expansion_arr) as expansion_arr,
        coalesce(sum(bases.opening_arr), 0) as opening_arr
    from expansions
    inner join products
        on expansions.product_id = products.product_id
    left join bases
        on
            expansions.month_index = bases.month_index
            and expansions.product_id = bases.product_id
    group by expansions.month_index, products.product_family
),

totals as (
    select
        month_index,
        sum(expansion_arr) as expansion_arr,
        sum(opening_arr) as opening_arr,
        sum(case when opening_arr > 0 or expansion_arr > 0 then 1 else 0 end) as families
    from families
    group by month_index
),

shares as (
    select
        families.month_index,
        {{ safe_divide('families.expansion_arr', 'totals.expansion_arr') }} as expansion_share
    from families
    inner join totals
        on families.month_index = totals.month_index
),

concentrations as (
    select
        month_index,
        {{ steady_sum('expansion_share * expansion_share') }} as expansion_hhi
    from shares
    group by month_index
)

select
    totals.month_index,

    cast(totals.expansion_arr as {{ money_total_type() }}) as expansion_arr,
    cast(totals.opening_arr as {{ money_total_type() }}) as opening_arr,
    cast(totals.families as integer) as families,
    concentrations.expansion_hhi,
    {{ safe_divide('concentrations.expansion_hhi * totals.families - 1', 'totals.families - 1') }}
        as expansion_hhi_normalised
from totals
inner join concentrations
    on totals.month_index = concentrations.month_index
