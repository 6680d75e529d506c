{{ config(materialized='view' if adds_to_totals() else 'table') }}
{%- set entity = ['scope', 'product_id', 'customer_id'] -%}
{%- set is_monthly = var('fx_mode') == 'monthly' -%}
{%- set counts_rows = adds_to_totals() and model.resource_type != 'unit_test' -%}
{%- set counted_as = counted_sign() ~ ' * ' if counts_rows else '' %}

-- Unit tests read the revaluations in either mode.
-- depends_on: {{ ref('int_cohort_revaluations') }}

with customer_changes as (
    select * from {{ counted_rows('int_customer_arr_changes') }}
    where arr_change <> 0
),

pair_changes as (
    select * from {{ counted_rows('int_arr_changes') }}
    where arr_change <> 0
),
{% if is_monthly %}
revaluations as (
    select * from {{ ref('int_cohort_revaluations') }}
),
{% endif %}
entity_changes as (
    select
        'company' as scope,
        '(all)' as product_id,
        customer_id,
        month_index,
        arr_change,
        case when had_arr_before then 0 else arr end as first_arr_change,
        case when not had_arr_before then month_index end as starting_month_index
    from customer_changes
    union all
    select
        'product' as scope,
        product_id,
        customer_id,
        month_index,
        arr_change,
        case when had_arr_before then 0 else arr end as first_arr_change,
        case when not had_arr_before then month_index end as starting_month_index
    from pair_changes
    {%- for month, sign in [('month_index', ''), ('month_index + 1', '-')] if is_monthly %}
    union all
    select
        scope,
        product_id,
        customer_id,
        {{ month }} as month_index,
        0 as arr_change,
        {{ sign }}fx_arr as first_arr_change,
        null as starting_month_index
    from revaluations
    {%- endfor %}
),

monthly_changes as (
    {%- if is_monthly %}
    select
        {{ entity | join(', ') }},
        month_index,
        sum(arr_change) as arr_change,
        sum(first_arr_change) as first_arr_change,
        max(starting_month_index) as starting_month_index
    from entity_changes
    group by {{ entity | join(', ') }}, month_index
    {%- else %}
    select * from entity_changes
    {%- endif %}
),

states as (
    select
        *,
        max(starting_month_index) over (partition by {{ entity | join(', ') }})
            as first_month_index,
        {{ running_sum('arr_change', entity) }} as arr,
        {{ running_sum('first_arr_change', entity) }} as first_arr
    from monthly_changes
)

select
    scope,
    product_id,

    first_month_index - mod(first_month_index, 3) as quarter_month_index,
    month_index - first_month_index as months_since_start,
    cast(sum({{ counted_as }}first_arr_change) as {{ money_total_type() }}) as opening_change,
    cast(sum({{ counted_as }}arr_change) as {{ money_total_type() }}) as arr_change,
    cast(
        sum({{ counted_as }}(
            least(arr, first_arr) - least(arr - arr_change, first_arr - first_arr_change)
        )) as {{ money_total_type() }}
    ) as retained_change,
    sum({{ counted_as }}case when month_index = first_month_index then 1 else 0 end)
        as opening_customers_change,
    {%- if counts_rows %}
    sum({{ counted_sign() }}) as counted,
    {%- endif %}
    sum({{ counted_as }}(
        case when arr > 0 then 1 else 0 end - case when arr - arr_change > 0 then 1 else 0 end
    )) as customers_change
from states
group by
    scope, product_id,
    first_month_index - mod(first_month_index, 3), month_index - first_month_index
