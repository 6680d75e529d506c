with bases as (
    select * from {{ ref('product_retention', 'int_signal_product_bases') }}
),

rates as (
    select
        month_index,
        product_id,
        lost_pairs,
        {{ safe_divide('lost_pairs', 'opening_pairs') }} as loss_rate,
        {{ wilson_limit('lost_pairs', 'opening_pairs', 'low') }} as loss_rate_low,
        {{ wilson_limit('lost_pairs', 'opening_pairs', 'high') }} as loss_rate_high,
        {{ safe_divide('lost_arr', 'opening_arr') }} as arr_loss_rate
    from bases
    where
        opening_pairs >= {{ signal_threshold('min_base') }}
        and product_id <> '(unassigned)'
),

ranked as (
    select
        *,
        row_number() over (
            partition by month_index
            order by loss_rate desc nulls last, lost_pairs desc, product_id asc
        ) as loss_rank,
        row_number() over (
            partition by month_index
            order by arr_loss_rate desc nulls last, product_id asc
        ) as arr_loss_rank
    from rates
),

months as (
    select
        month_index,
        count(*) as n_compared,
        max(case when loss_rank = 1 then loss_rate_low end) as first_low,
        max(case when loss_rank > 1 then loss_rate_high end) as highest_other
    from ranked
    group by month_index
)

select
    ranked.month_index,
    ranked.product_id,

    cast(ranked.loss_rank as integer) as loss_rank,
    cast(ranked.arr_loss_rank as integer) as arr_loss_rank,
    cast(months.n_compared as integer) as n_compared,

    coalesce(months.first_low > months.highest_other, false) as loss_rank_is_clear
from ranked
inner join months
    on ranked.month_index = months.month_index
