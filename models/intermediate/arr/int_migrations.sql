{{ config(**by_customer()) }}
{%- set side = 'customer_id, product_family, month_index, side' -%}
{%- set running_total = 'sum(swapped_arr) over (partition by ' ~ side
    ~ ' order by size_rank rows between unbounded preceding and current row)' -%}

with pair_changes as (
    select * from {{ ref('int_arr_changes') }}
    {{ only_changed_customers() }}
),

customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
),

products as (
    select * from {{ ref('int_products') }}
),

swapped_pairs as (
    select
        pair_changes.customer_id,
        pair_changes.product_id,
        products.product_family,
        pair_changes.month_index,
        case when pair_changes.arr = 0 then 'left' else 'entered' end as side,
        case
            when pair_changes.arr = 0 then pair_changes.opening_arr + pair_changes.fx_arr
            else pair_changes.arr
        end as swapped_arr
    from pair_changes
    inner join customer_changes
        on
            pair_changes.customer_id = customer_changes.customer_id
            and pair_changes.month_index = customer_changes.month_index
    inner join products
        on pair_changes.product_id = products.product_id
    where
        pair_changes.arr_change <> 0
        and (pair_changes.arr = 0 or pair_changes.opening_arr = 0)
        and (pair_changes.arr > 0 or pair_changes.opening_arr + pair_changes.fx_arr > 0)
        and customer_changes.opening_arr > 0
        and customer_changes.arr > 0
        and {{ 'true' if var('migration_detection') else 'false' }}
),

swaps as (
    select
        customer_id,
        product_family,
        month_index,
        {{ money("sum(case when side = 'left' then swapped_arr else 0 end)") }} as left_arr,
        {{ money("sum(case when side = 'entered' then swapped_arr else 0 end)") }} as entered_arr
    from swapped_pairs
    group by customer_id, product_family, month_index
    having count(distinct side) = 2
),

ranked_pairs as (
    select
        swapped_pairs.*,
        {{ money('least(swaps.left_arr, swaps.entered_arr)') }} as migrated_arr,
        case
            when swapped_pairs.side = 'left' then swaps.left_arr else swaps.entered_arr
        end as side_arr,
        row_number() over (
            partition by
                swapped_pairs.customer_id, swapped_pairs.product_family,
                swapped_pairs.month_index, swapped_pairs.side
            order by swapped_pairs.swapped_arr desc, swapped_pairs.product_id asc
        ) as size_rank
    from swapped_pairs
    inner join swaps
        on
            swapped_pairs.customer_id = swaps.customer_id
            and swapped_pairs.product_family = swaps.product_family
            and swapped_pairs.month_index = swaps.month_index
),

proportional_shares as (
    select
        *,
        case
            when size_rank = 1 then 0
            else {{ round_ratio('migrated_arr', 'swapped_arr', 'side_arr') }}
        end as smaller_share
    from ranked_pairs
),

remainders as (
    select
        *,
        case
            when size_rank > 1 then smaller_share
            else migrated_arr - sum(smaller_share) over (partition by {{ side }})
        end as remainder_share,
        {{ round_ratio('migrated_arr', running_total, 'side_arr') }}
        - {{ round_ratio('migrated_arr', '(' ~ running_total ~ ' - swapped_arr)', 'side_arr') }}
            as running_share
    from proportional_shares
),

-- In amounts of a few cents the remainder can be negative, or more than the product has.
shares as (
    select
        *,
        case
            when
                max(
                    case
                        when remainder_share < 0 or remainder_share > swapped_arr then 1
                        else 0
                    end
                ) over (partition by {{ side }}) = 1
                then running_share
            else remainder_share
        end as share_arr
    from remainders
)

select
    customer_id,
    product_id,
    product_family,

    month_index,
    case when side = 'left' then 'migration_out' else 'migration_in' end as movement_type,
    {{ money("case when side = 'left' then -share_arr else share_arr end") }} as arr_change
from shares
