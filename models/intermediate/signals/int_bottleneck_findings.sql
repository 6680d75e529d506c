with bottlenecks as (
    select * from {{ ref('product_retention', 'int_expansion_bottlenecks') }}
),

upgrades as (
    select * from {{ ref('product_retention', 'int_family_upgrades') }}
),

rates as (
    select
        *,
        {{ safe_divide('expanding_subject', 'n_subject') }} as subject_rate,
        {{ wilson_limit('expanding_subject', 'n_subject', 'low') }} as subject_low,
        {{ safe_divide('expanding_other', 'n_other') }} as other_rate,
        {{ wilson_limit('expanding_other', 'n_other', 'high') }} as other_high
    from bottlenecks
)

select
    rates.month_index,
    rates.subject,
    rates.other,

    rates.opening_arr,
    rates.n_subject,
    rates.n_other,
    rates.expanding_subject,
    rates.expanding_other,
    rates.subject_expansion_share,
    rates.other_expansion_quotient,
    {{ newcombe_limit(
        'rates.subject_rate', 'rates.subject_low', 'rates.other_rate', 'rates.other_high', 'low'
    ) }} as difference_low,
    coalesce(upgrades.tier_moves_up, 0) as tier_moves_up,
    coalesce(upgrades.volume_expansions, 0) as volume_expansions
from rates
left join upgrades
    on
        rates.month_index = upgrades.month_index
        and rates.other = upgrades.product_family
