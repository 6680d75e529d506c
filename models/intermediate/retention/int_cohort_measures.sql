{%- set cohort = [
    'scope', 'item', 'segment_type', 'segment_value', 'cohort_period', 'cohort_from_month',
] -%}
{%- set amounts = ['opening_arr', 'arr', 'retained_arr'] -%}
{%- set counts = ['opening_customers', 'customers'] %}

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
        {{ cohort | join(',\n        ') }},
        case cohort_period when 'month' then 0 when 'quarter' then 2 else 11 end
        + cohort_from_month as last_start
    from changes
    group by {{ cohort | join(', ') }}
),

-- Only as far as every customer of the cohort, the last one to start included, can be seen.
grid as (
    select
        cohorts.*,
        months.month_index - reporting_window.first_month_index as months_since_start
    from cohorts
    cross join reporting_window
    inner join months
        on
            months.month_index - reporting_window.first_month_index
            <= reporting_window.last_month_index - cohorts.last_start
),

filled as (
    select
        {%- for measure in amounts + counts %}
        coalesce(changes.{{ measure }}_change, 0) as {{ measure }}_change,
        {%- endfor %}
        grid.*
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
        {%- for measure in amounts + counts %}
        {{ running_sum(measure ~ '_change', cohort, 'months_since_start') }} as {{ measure }},
        {%- endfor %}
        {{ cohort | join(',\n        ') }},
        months_since_start
    from filled
)

select
    {{ cohort[:5] | join(',\n    ') }},
    months_since_start,

    {%- for amount in amounts %}
    cast({{ amount }} as {{ money_total_type() }}) as {{ amount }},
    {%- endfor %}
    {%- for count in counts %}
    cast({{ count }} as integer) as {{ count }},
    {%- endfor %}
    {{ safe_divide('arr', 'opening_arr') }} as nrr,
    {{ safe_divide('retained_arr', 'opening_arr') }} as grr,
    {{ safe_divide('customers', 'opening_customers') }} as logo_retention,

    opening_customers < {{ setting('small_base_entities') }} as is_small_base,

    {{ month_start('cohort_from_month') }} as cohort_starts_on
from totals
