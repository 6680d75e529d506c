{%- set holdings = {
    'all': 'true',
    'with_core': 'had_core',
    'core_stayed': 'had_core and is_core_kept',
    'core_left': 'had_core and not is_core_kept',
    'without_core': 'not had_core',
} -%}

with pairs as (
    select * from {{ ref('product_retention', 'int_signal_pairs') }}
    where is_base
),

products as (
    select * from {{ ref('product_retention', 'int_signal_products') }}
    where is_secondary
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

holdings as (
    {%- for holding in holdings %}
    select '{{ holding }}' as holding
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- Each pair once for its customer's core, before it counts in several holdings.
summed as (
    select
        month_index,
        product_id,
        had_core,
        is_core_kept,
        count(*) as pairs,
        sum(case when is_family_kept then 1 else 0 end) as kept,
        sum(opening_arr) as opening_arr,
        sum(closing_arr) as closing_arr,
        sum(retained_arr) as retained_arr
    from pairs
    group by month_index, product_id, had_core, is_core_kept
),

held as (
    {%- for holding, condition in holdings.items() %}
    select
        *,
        '{{ holding }}' as holding
    from summed
    where {{ condition }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

totals as (
    select
        months.month_index,
        products.product_id,
        holdings.holding,
        coalesce(sum(held.pairs), 0) as pairs,
        coalesce(sum(held.kept), 0) as kept,
        coalesce(sum(held.opening_arr), 0) as opening_arr,
        coalesce(sum(held.closing_arr), 0) as closing_arr,
        coalesce(sum(held.retained_arr), 0) as retained_arr
    from products
    inner join months
        on products.first_month_index <= months.month_index
    cross join holdings
    left join held
        on
            months.month_index = held.month_index
            and products.product_id = held.product_id
            and holdings.holding = held.holding
    group by months.month_index, products.product_id, holdings.holding
),

beside_others as (
    select
        *,
        sum(pairs) over (partition by month_index, holding) - pairs as other_pairs,
        sum(kept) over (partition by month_index, holding) - kept as other_kept
    from totals
)

select
    month_index,
    product_id,
    holding,

    cast(pairs as integer) as pairs,
    cast(kept as integer) as kept,
    cast(other_pairs as integer) as other_pairs,
    cast(other_kept as integer) as other_kept,
    cast(opening_arr as {{ money_total_type() }}) as opening_arr,
    cast(closing_arr as {{ money_total_type() }}) as closing_arr,
    cast(retained_arr as {{ money_total_type() }}) as retained_arr
from beside_others
