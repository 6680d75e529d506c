{%- set growth_share = signal_threshold('growth_share') %}

with pairs as (
    select * from {{ ref('product_retention', 'int_signal_pairs') }}
    where is_base
),

totals as (
    select
        month_index,
        product_id,
        sum(opening_arr) as opening_arr,
        sum(closing_arr) as closing_arr,
        sum(retained_arr) as retained_arr,
        sum(case when closing_arr = 0 and not is_family_kept then opening_arr else 0 end)
            as lost_arr,
        sum(case when closing_arr = 0 and not is_family_kept then 1 else 0 end) as lost_pairs,
        sum(case when not is_customer_kept then 1 else 0 end) as lost_with_customer,
        sum(case when has_expanded then 1 else 0 end) as expanding_pairs,
        sum(
            case
                when
                    closing_arr > opening_arr
                    and closing_arr - opening_arr >= {{ growth_share }} * opening_arr
                    then 1
                else 0
            end
        ) as growing_pairs,
        sum(
            case
                when closing_arr = 0 then 1
                when
                    closing_arr < opening_arr
                    and opening_arr - closing_arr >= {{ growth_share }} * opening_arr
                    then 1
                else 0
            end
        ) as declining_pairs,
        count(*) as opening_pairs
    from pairs
    group by month_index, product_id
),

deviations as (
    select
        pairs.month_index,
        pairs.product_id,
        cast(pairs.opening_arr as {{ rate_type() }}) as opening_arr,
        {{ jackknife_deviation(
            'pairs.closing_arr', 'pairs.opening_arr', 'totals.closing_arr', 'totals.opening_arr'
        ) }} as nrr_deviation
    from pairs
    inner join totals
        on
            pairs.month_index = totals.month_index
            and pairs.product_id = totals.product_id
),

jackknife as (
    select
        month_index,
        product_id,
        {{ steady_sum('nrr_deviation') }} as deviations,
        {{ steady_sum('nrr_deviation * nrr_deviation') }} as squared_deviations,
        {{ steady_sum('opening_arr * opening_arr') }} as squared_bases
    from deviations
    group by month_index, product_id
)

select
    totals.month_index,
    totals.product_id,

    cast(totals.opening_arr as {{ money_total_type() }}) as opening_arr,
    cast(totals.closing_arr as {{ money_total_type() }}) as closing_arr,
    cast(totals.retained_arr as {{ money_total_type() }}) as retained_arr,
    cast(totals.lost_arr as {{ money_total_type() }}) as lost_arr,
    cast(totals.opening_pairs as integer) as opening_pairs,
    cast(totals.expanding_pairs as integer) as expanding_pairs,
    cast(totals.lost_pairs as integer) as lost_pairs,
    cast(totals.lost_with_customer as integer) as lost_with_customer,
    cast(totals.growing_pairs as integer) as growing_pairs,
    cast(totals.opening_pairs - totals.growing_pairs - totals.declining_pairs as integer)
        as flat_pairs,
    cast(totals.declining_pairs as integer) as declining_pairs,
    {{ jackknife_half_width(
        'totals.opening_pairs', 'jackknife.deviations', 'jackknife.squared_deviations',
        'totals.opening_arr', 'jackknife.squared_bases'
    ) }} as nrr_half_width
from totals
inner join jackknife
    on
        totals.month_index = jackknife.month_index
        and totals.product_id = jackknife.product_id
