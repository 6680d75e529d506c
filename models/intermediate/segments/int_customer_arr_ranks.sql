with customer_changes as (
    select * from {{ ref('int_customer_arr_changes') }}
    where arr > 0
),

months as (
    select * from {{ ref('int_months') }}
),

last_months as (
    select max(month_index) as last_month_index
    from months
),

whole_amounts as (
    select
        customer_id,
        month_index,
        coalesce(until_month_index, {{ no_month_index() }}) as before_month_index,
        arr,
        cast(floor(arr) as {{ dbt.type_bigint() }}) as whole_arr
    from customer_changes
    inner join last_months
        on customer_changes.month_index <= last_months.last_month_index
),

-- Customers whose ARR has the same two leading digits are of one level.
runs as (
    select
        *,
        {{ two_leading_digits('whole_arr') }} as arr_level
    from whole_amounts
),

comings_and_goings as (
    select
        arr_level,
        month_index,
        count(*) as customer_change
    from runs
    group by arr_level, month_index
    union all
    select
        arr_level,
        before_month_index as month_index,
        -count(*) as customer_change
    from runs
    group by arr_level, before_month_index
),

levels as (
    select
        months.month_index,
        changes.arr_level,
        sum(changes.customer_change) as customers
    from comings_and_goings as changes
    inner join months
        on changes.month_index <= months.month_index
    group by months.month_index, changes.arr_level
),

counted as (
    select
        *,
        {{ running_sum('customers', ['month_index'], 'arr_level desc') }} as customers_down_to,
        sum(customers) over (partition by month_index) as all_customers
    from levels
),

-- A fifth, rounded up: in whole numbers, so that no engine rounds it otherwise. Of one level a month
-- some customers may be at the top and others not.
valued_levels as (
    select
        *,
        case
            when 5 * (customers_down_to - 1) < all_customers then 'top 20 %'
            when 5 * (customers_down_to - customers) >= all_customers then 'rest'
            else '(both)'
        end as segment_value
    from counted
),

level_stretches as (
    {{ value_stretches('valued_levels', entity=['arr_level']) | indent(4) }}
),

placed as (
    select
        runs.customer_id,
        runs.arr,
        runs.arr_level,
        level_stretches.segment_value,
        greatest(runs.month_index, level_stretches.month_index) as month_index,
        least(
            runs.before_month_index,
            coalesce(level_stretches.until_month_index, {{ no_month_index() }})
        ) as before_month_index
    from runs
    inner join level_stretches
        on
            runs.arr_level = level_stretches.arr_level
            and runs.before_month_index > level_stretches.month_index
            and runs.month_index
            < coalesce(level_stretches.until_month_index, {{ no_month_index() }})
),

ranked as (
    select
        placed.customer_id,
        levels.month_index,
        levels.all_customers,
        levels.customers_down_to - levels.customers + row_number() over (
            partition by levels.month_index order by placed.arr desc, placed.customer_id asc
        ) as arr_rank
    from placed
    inner join valued_levels as levels
        on
            placed.arr_level = levels.arr_level
            and placed.month_index <= levels.month_index
            and placed.before_month_index > levels.month_index
    where placed.segment_value = '(both)'
),

valued as (
    select
        customer_id,
        'arr_rank' as segment_type,
        month_index,
        segment_value
    from placed
    where segment_value <> '(both)'
    union all
    select
        customer_id,
        'arr_rank' as segment_type,
        month_index,
        case when 5 * (arr_rank - 1) < all_customers then 'top 20 %' else 'rest' end
            as segment_value
    from ranked
)

{{ value_stretches('valued') }}
