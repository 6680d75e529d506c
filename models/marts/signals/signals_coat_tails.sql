with holdings as (
    select * from {{ ref('product_retention', 'int_coat_tails') }}
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
)

select
    months.arr_month,
    holdings.product_id,
    products.product_name,
    products.product_family,
    holdings.holding,

    holdings.pairs,
    holdings.kept,
    {{ safe_divide('holdings.kept', 'holdings.pairs') }} as kept_rate,
    {{ wilson_limit('holdings.kept', 'holdings.pairs', 'low') }} as kept_low,
    {{ wilson_limit('holdings.kept', 'holdings.pairs', 'high') }} as kept_high,
    holdings.other_pairs,
    holdings.other_kept,
    {{ safe_divide('holdings.other_kept', 'holdings.other_pairs') }} as other_kept_rate,
    holdings.opening_arr,
    holdings.retained_arr,
    holdings.closing_arr,
    {{ grr('holdings.opening_arr', '(holdings.opening_arr - holdings.retained_arr)', '0') }} as grr,
    {{ nrr(
        'holdings.opening_arr', '(holdings.closing_arr - holdings.retained_arr)',
        '(holdings.opening_arr - holdings.retained_arr)', '0'
    ) }} as nrr
from holdings
inner join months
    on holdings.month_index = months.month_index
inner join products
    on holdings.product_id = products.product_id
