with months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

products as (
    select * from {{ ref('product_retention', 'int_signal_products') }}
),

intervals as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'product' and (arr > 0 or migrated_out_arr <> 0)
),

revaluations as (
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
    where scope = 'product' and window_months = 12
),

expanded as (
    select * from {{ ref('product_retention', 'int_signal_expansions') }}
),

-- The opening counts at the exchange rates of the end of the window.
levels as (
    select
        months.month_index,
        intervals.customer_id,
        intervals.item as product_id,
        intervals.arr as opening_arr,
        0 as closing_arr,
        -intervals.migrated_out_arr as migrated_arr,
        1 as base_pairs
    from months
    inner join intervals
        on
            months.opening_month_index >= intervals.from_month
            and months.opening_month_index < intervals.to_month
    where intervals.arr > 0
    union all
    select
        months.month_index,
        intervals.customer_id,
        intervals.item as product_id,
        0 as opening_arr,
        intervals.arr as closing_arr,
        intervals.migrated_out_arr as migrated_arr,
        0 as base_pairs
    from months
    inner join intervals
        on
            months.month_index >= intervals.from_month
            and months.month_index < intervals.to_month
    union all
    select
        months.month_index,
        revaluations.customer_id,
        revaluations.item as product_id,
        revaluations.fx_arr as opening_arr,
        0 as closing_arr,
        0 as migrated_arr,
        0 as base_pairs
    from months
    inner join revaluations
        on months.month_index = revaluations.month_index
),

pairs as (
    select
        month_index,
        customer_id,
        product_id,
        {{ to_money('sum(opening_arr)') }} as opening_arr,
        {{ to_money('sum(closing_arr)') }} as closing_arr,
        {{ to_money('sum(migrated_arr)') }} as migrated_arr,
        max(base_pairs) as base_pairs
    from levels
    group by month_index, customer_id, product_id
    having max(base_pairs) = 1 or sum(closing_arr) > 0
)

select
    pairs.month_index,
    pairs.customer_id,
    pairs.product_id,

    pairs.opening_arr,
    pairs.closing_arr,
    {{ to_money('least(pairs.opening_arr, pairs.closing_arr)') }} as retained_arr,
    {{ to_money('greatest(least(pairs.opening_arr - pairs.closing_arr, pairs.migrated_arr), 0)') }}
        as migrated_out_arr,

    pairs.base_pairs = 1 as is_base,
    expanded.product_id is not null as has_expanded,
    max(pairs.closing_arr)
        over (partition by pairs.month_index, pairs.customer_id, products.product_family)
    > 0 as is_family_kept,
    max(pairs.closing_arr) over (partition by pairs.month_index, pairs.customer_id) > 0
        as is_customer_kept,
    max(case when products.is_core then pairs.base_pairs else 0 end)
        over (partition by pairs.month_index, pairs.customer_id)
    = 1 as had_core,
    max(case when products.is_core then pairs.closing_arr else 0 end)
        over (partition by pairs.month_index, pairs.customer_id)
    > 0 as is_core_kept
from pairs
inner join products
    on pairs.product_id = products.product_id
left join expanded
    on
        pairs.month_index = expanded.month_index
        and pairs.customer_id = expanded.customer_id
        and pairs.product_id = expanded.product_id
