{%- set cohort = 'scope, item, segment_type, segment_value, cohort_period, cohort_from_month' -%}
{%- set measures = ['opening_arr', 'arr', 'retained_arr', 'opening_customers', 'customers'] -%}
{%- set lengths = {'month': 1, 'quarter': 3, 'year': 12} %}

-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with members as (
    select * from {{ ref('product_retention', 'int_cohort_members') }}
),

segments as (
    select * from {{ ref('product_retention', 'int_customer_segments') }}
),

periods as (
    {%- for period in (list_var('cohort_periods') + ['quarter']) | unique %}
    select
        '{{ period }}' as cohort_period,
        {{ lengths[period] }} as period_months
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

starts_and_ends as (
    {%- for sign, month in [('', 'from_month'), ('-', 'to_month')] %}
    select
        scope,
        item,
        customer_id,
        first_month,
        {{ month }} - first_month as months_since_start,
        {%- for measure in measures %}
        {{ sign }}{{ measure }} as {{ measure }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from members
    where {{ month }} < {{ open_month() }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- A member stays in the segment that it was in when it started.
in_segments as (
    select
        starts_and_ends.scope,
        starts_and_ends.item,
        segments.segment_type,
        segments.segment_value,
        starts_and_ends.first_month,
        {%- for measure in measures %}
        sum(starts_and_ends.{{ measure }}) as {{ measure }},
        {%- endfor %}
        starts_and_ends.months_since_start
    from starts_and_ends
    inner join segments
        on
            starts_and_ends.customer_id = segments.customer_id
            and starts_and_ends.first_month >= segments.from_month
            and starts_and_ends.first_month < segments.to_month
            and (starts_and_ends.scope = 'company' or segments.segment_type = '(all)')
    group by
        starts_and_ends.scope, starts_and_ends.item, segments.segment_type, segments.segment_value,
        starts_and_ends.first_month, starts_and_ends.months_since_start
),

in_periods as (
    select
        in_segments.*,
        periods.cohort_period,
        in_segments.first_month - mod(in_segments.first_month, periods.period_months)
            as cohort_from_month
    from in_segments
    cross join periods
)

select
    {{ cohort }}, months_since_start,
    {%- for measure in measures %}
    sum({{ measure }}) as {{ measure }}_change{% if not loop.last %},{% endif %}
    {%- endfor %}
from in_periods
group by {{ cohort }}, months_since_start
