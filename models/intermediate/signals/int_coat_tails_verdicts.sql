with holdings as (
    select * from {{ ref('product_retention', 'int_coat_tails') }}
),

counts as (
    select
        month_index,
        product_id,
        max(case when holding = 'core_stayed' then pairs end) as stayed_pairs,
        max(case when holding = 'core_stayed' then kept end) as stayed_kept,
        max(case when holding = 'core_stayed' then other_pairs end) as other_pairs,
        max(case when holding = 'core_stayed' then other_kept end) as other_kept,
        max(case when holding = 'without_core' then pairs end) as alone_pairs,
        max(case when holding = 'without_core' then kept end) as alone_kept
    from holdings
    group by month_index, product_id
),

rates as (
    select
        *,
        {{ safe_divide('stayed_kept', 'stayed_pairs') }} as stayed_rate,
        {{ wilson_limit('stayed_kept', 'stayed_pairs', 'low') }} as stayed_low,
        {{ wilson_limit('stayed_kept', 'stayed_pairs', 'high') }} as stayed_high,
        {{ safe_divide('other_kept', 'other_pairs') }} as other_rate,
        {{ wilson_limit('other_kept', 'other_pairs', 'low') }} as other_low,
        {{ wilson_limit('other_kept', 'other_pairs', 'high') }} as other_high,
        {{ safe_divide('alone_kept', 'alone_pairs') }} as alone_rate,
        {{ wilson_limit('alone_kept', 'alone_pairs', 'low') }} as alone_low,
        {{ wilson_limit('alone_kept', 'alone_pairs', 'high') }} as alone_high
    from counts
),

differences as (
    select
        *,
        {{ newcombe_limit('stayed_rate', 'stayed_high', 'other_rate', 'other_low', 'high') }}
            as beside_others_high,
        {{ newcombe_limit('stayed_rate', 'stayed_low', 'alone_rate', 'alone_high', 'low') }}
            as beside_alone_low,
        {{ newcombe_limit('stayed_rate', 'stayed_high', 'alone_rate', 'alone_low', 'high') }}
            as beside_alone_high
    from rates
)

select
    month_index,
    product_id,
    case
        when stayed_pairs < {{ signal_threshold('min_base') }} then 'too little evidence'
        when beside_others_high < 0 then 'does not hold'
        when alone_pairs < {{ signal_threshold('min_without_core') }}
            then 'holds with the core, alone unknown'
        when beside_alone_low > 0 then 'coat-tails'
        when beside_alone_high < {{ signal_threshold('stands_alone_points') }} then 'stands alone'
        else 'holds with the core, alone unclear'
    end as coat_tails_verdict
from differences
