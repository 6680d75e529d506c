{%- set cohort = ['scope', 'product_id', 'quarter_month_index'] -%}
{%- set measures = ['opening', 'arr', 'retained'] -%}
{%- set counts = ['opening_customers', 'customers'] -%}

with changes as (
    select * from {{ ref('int_cohort_changes') }}
),

months as (
    select * from {{ ref('int_months') }}
),

reporting_window as (
    select * from {{ ref('int_reporting_window') }}
),

cohorts as (
    select {{ cohort | join(', ') }}
    from changes
    group by {{ cohort | join(', ') }}
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
        {%- for measure in measures + counts %}
        coalesce(changes.{{ measure }}_change, 0) as {{ measure }}_change{{ "," if not loop.last }}
        {%- endfor %}
    from grid
    left join changes
        on
            grid.months_since_start = changes.months_since_start
            {%- for column in cohort %}
            and grid.{{ column }} = changes.{{ column }}
            {%- endfor %}
),

totals as (
    select
        scope,
        product_id,
        {{ month_start('quarter_month_index') }} as cohort_quarter,
        months_since_start,
        {%- for measure in measures %}
        cast({{ running_sum(measure ~ '_change', cohort, 'months_since_start') }}
            as {{ money_total_type() }}) as {{ measure }}_arr,
        {%- endfor %}
        {%- for count in counts %}
        cast({{ running_sum(count ~ '_change', cohort, 'months_since_start') }} as integer)
            as {{ count }}{{ "," if not loop.last }}
        {%- endfor %}
    from filled
)

select
    scope,
    product_id,

    months_since_start,
    opening_arr,
    arr_arr as arr,
    retained_arr,
    opening_customers,
    customers,
    {{ rate('arr_arr', 'opening_arr') }} as nrr,
    {{ rate('retained_arr', 'opening_arr') }} as grr,
    {{ rate('customers', 'opening_customers') }} as logo_retention,
    opening_customers < {{ var('small_base_entities') }} as is_small_base,

    cohort_quarter
from totals
