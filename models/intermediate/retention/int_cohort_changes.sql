{%- set cohort = 'scope, item, cohort_from_month, months_since_start' -%}
{%- set measures = ['opening_arr', 'arr', 'retained_arr', 'opening_customers', 'customers'] %}

-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
-- Unit tests read the revaluations in either mode.
-- depends_on: {{ ref('product_retention', 'int_cohort_revaluations') }}
with intervals as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope <> 'product_family' and arr > 0
),

sequenced as (
    select
        *,
        min(from_month) over (partition by scope, item, customer_id) as first_month,
        row_number() over (partition by scope, item, customer_id order by from_month)
            as interval_number
    from intervals
),

-- A customer opens with its first ARR, and opens once.
first_intervals as (
    select * from sequenced
    where interval_number = 1
),

members as (
    select
        sequenced.scope,
        sequenced.item,
        sequenced.first_month,
        sequenced.from_month,
        sequenced.to_month,
        0 as opening_arr,
        sequenced.arr,
        least(sequenced.arr, first_intervals.arr) as retained_arr,
        0 as opening_customers,
        1 as customers
    from sequenced
    inner join first_intervals
        on
            sequenced.customer_id = first_intervals.customer_id
            and sequenced.item = first_intervals.item
            and sequenced.scope = first_intervals.scope
    union all
    select
        scope,
        item,
        first_month,
        first_month as from_month,
        {{ open_month() }} as to_month,
        arr as opening_arr,
        0 as arr,
        0 as retained_arr,
        1 as opening_customers,
        0 as customers
    from first_intervals
    {%- if setting('fx_mode') == 'monthly' %}
    union all
    -- The opening of a month counts at the exchange rates of that month.
    select
        revaluations.scope,
        revaluations.item,
        first_intervals.first_month,
        revaluations.month_index as from_month,
        revaluations.month_index + 1 as to_month,
        revaluations.fx_arr as opening_arr,
        0 as arr,
        least(coalesce(sequenced.arr, 0), first_intervals.arr + revaluations.fx_arr)
        - least(coalesce(sequenced.arr, 0), first_intervals.arr) as retained_arr,
        0 as opening_customers,
        0 as customers
    from {{ ref('product_retention', 'int_cohort_revaluations') }} as revaluations
    inner join first_intervals
        on
            revaluations.customer_id = first_intervals.customer_id
            and revaluations.item = first_intervals.item
            and revaluations.scope = first_intervals.scope
    left join sequenced
        on
            revaluations.customer_id = sequenced.customer_id
            and revaluations.item = sequenced.item
            and revaluations.scope = sequenced.scope
            and revaluations.month_index >= sequenced.from_month
            and revaluations.month_index < sequenced.to_month
    {%- endif %}
),

starts_and_ends as (
    {%- for sign, month in [('', 'from_month'), ('-', 'to_month')] %}
    select
        scope,
        item,
        first_month - mod(first_month, 3) as cohort_from_month,
        {{ month }} - first_month as months_since_start,
        {%- for measure in measures %}
        {{ sign }}{{ measure }} as {{ measure }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from members
    where {{ month }} < {{ open_month() }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    {{ cohort }},
    {%- for measure in measures %}
    sum({{ measure }}) as {{ measure }}_change{% if not loop.last %},{% endif %}
    {%- endfor %}
from starts_and_ends
group by {{ cohort }}
