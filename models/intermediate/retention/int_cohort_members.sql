{{ config(materialized='view') }}
{%- set member = 'scope, item, customer_id, first_month' %}

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
)

select
    sequenced.scope,
    sequenced.item,
    sequenced.customer_id,

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
    {{ member }},
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
    revaluations.customer_id,
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
