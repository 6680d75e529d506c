{%- set cohort = ['scope', 'product_id', 'quarter_month_index'] -%}
{%- set adds_up = adds_to_totals() and model.resource_type != 'unit_test' -%}

with changes as (
    select * from {{ ref('int_cohort_totals' if adds_up else 'int_cohort_changes') }}
),

months as (
    select * from {{ ref('int_months') }}
),

reporting_window as (
    select * from {{ ref('int_reporting_window') }}
),

cohorts as (
    select
        scope,
        product_id,
        quarter_month_index
    from changes
    group by scope, product_id, quarter_month_index
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
            <= reporting_window.last_month_index - (cohorts.quarter_month_index + 2)
),

filled as (
    select
        grid.*,
        coalesce(changes.opening_change, 0) as opening_change,
        coalesce(changes.arr_change, 0) as arr_change,
        coalesce(changes.retained_change, 0) as retained_change,
        coalesce(changes.opening_customers_change, 0) as opening_customers_change,
        coalesce(changes.customers_change, 0) as customers_change
    from grid
    left join changes
        on
            grid.scope = changes.scope
            and grid.product_id = changes.product_id
            and grid.quarter_month_index = changes.quarter_month_index
            and grid.months_since_start = changes.months_since_start
),

totals as (
    select
        scope,
        product_id,
        {{ month_start('quarter_month_index') }} as cohort_quarter,
        months_since_start,
        {{ running_sum('opening_change', cohort, 'months_since_start') }} as opening_arr,
        {{ running_sum('arr_change', cohort, 'months_since_start') }} as arr,
        {{ running_sum('retained_change', cohort, 'months_since_start') }} as retained_arr,
        {{ running_sum('opening_customers_change', cohort, 'months_since_start') }}
            as opening_customers,
        {{ running_sum('customers_change', cohort, 'months_since_start') }} as customers
    from filled
)

select
    scope,
    product_id,

    months_since_start,
    cast(opening_arr as {{ money_total_type() }}) as opening_arr,
    cast(arr as {{ money_total_type() }}) as arr,
    cast(retained_arr as {{ money_total_type() }}) as retained_arr,
    cast(opening_customers as integer) as opening_customers,
    cast(customers as integer) as customers,
    {{ rate('arr', 'opening_arr') }} as nrr,
    {{ rate('retained_arr', 'opening_arr') }} as grr,
    {{ rate('customers', 'opening_customers') }} as logo_retention,
    opening_customers < {{ var('small_base_entities') }} as is_small_base,

    cohort_quarter
from totals
