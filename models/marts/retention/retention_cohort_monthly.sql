{%- set cohort = ['scope', 'item', 'cohort_from_month'] -%}

with changes as (
    select * from {{ ref('product_retention', 'int_cohort_changes') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

cohorts as (
    select
        scope,
        item,
        cohort_from_month
    from changes
    group by scope, item, cohort_from_month
),

-- Only as far as every customer of the quarter, the last one to start included, can be seen.
grid as (
    select
        cohorts.*,
        months.month_index - reporting_window.first_month_index as months_since_start
    from cohorts
    cross join reporting_window
    inner join months
        on
            months.month_index - reporting_window.first_month_index
            <= reporting_window.last_month_index - (cohorts.cohort_from_month + 2)
),

filled as (
    select
        grid.*,
        coalesce(changes.opening_arr_change, 0) as opening_arr_change,
        coalesce(changes.arr_change, 0) as arr_change,
        coalesce(changes.retained_arr_change, 0) as retained_arr_change,
        coalesce(changes.opening_customers_change, 0) as opening_customers_change,
        coalesce(changes.customers_change, 0) as customers_change
    from grid
    left join changes
        on
            grid.scope = changes.scope
            and grid.item = changes.item
            and grid.cohort_from_month = changes.cohort_from_month
            and grid.months_since_start = changes.months_since_start
),

totals as (
    select
        scope,
        item,
        {{ month_start('cohort_from_month') }} as cohort_quarter,
        months_since_start,
        {{ running_sum('opening_arr_change', cohort, 'months_since_start') }} as opening_arr,
        {{ running_sum('arr_change', cohort, 'months_since_start') }} as arr,
        {{ running_sum('retained_arr_change', cohort, 'months_since_start') }} as retained_arr,
        {{ running_sum('opening_customers_change', cohort, 'months_since_start') }}
            as opening_customers,
        {{ running_sum('customers_change', cohort, 'months_since_start') }} as customers
    from filled
)

select
    cohort_quarter,
    scope,
    item as product_id,
    months_since_start,

    cast(opening_arr as {{ money_total_type() }}) as opening_arr,
    cast(arr as {{ money_total_type() }}) as arr,
    cast(retained_arr as {{ money_total_type() }}) as retained_arr,
    cast(opening_customers as integer) as opening_customers,
    cast(customers as integer) as customers,
    {{ safe_divide('arr', 'opening_arr') }} as nrr,
    {{ safe_divide('retained_arr', 'opening_arr') }} as grr,
    {{ safe_divide('customers', 'opening_customers') }} as logo_retention,
    opening_customers < {{ setting('small_base_entities') }} as is_small_base
from totals
