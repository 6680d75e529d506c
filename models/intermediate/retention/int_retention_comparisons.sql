{{ config(materialized='view') }}
-- Unit tests read the revaluations in either mode.
-- depends_on: {{ ref('int_retention_revaluations') }}
with intervals as {{ not_materialized() }}(
    select * from {{ ref('int_arr_intervals') }}
),

windows as (
    {{ retention_windows() }}
),

-- A window opens with the ARR at its start and closes `window_months` later.
openings as (
    select
        intervals.*,
        windows.window_months,
        intervals.from_month + windows.window_months as closing_from_month,
        intervals.to_month + windows.window_months as closing_to_month
    from intervals
    cross join windows
    where intervals.arr > 0
),

-- The months in which neither end of the window changes are one comparison.
comparisons as (
    select
        openings.scope,
        openings.item,
        openings.customer_id,
        openings.window_months,
        greatest(openings.closing_from_month, closings.from_month) as from_month,
        least(openings.closing_to_month, closings.to_month) as to_month,
        openings.arr as opening_arr,
        closings.arr as closing_arr,
        0 as fx_arr,
        openings.quantity as opening_quantity,
        closings.quantity as closing_quantity,
        closings.migrated_out_arr - openings.migrated_out_arr as migrated_out_arr,
        1 as weight
    from openings
    inner join intervals as closings
        on
            openings.customer_id = closings.customer_id
            and openings.item = closings.item
            and openings.scope = closings.scope
            and openings.closing_from_month < closings.to_month
            and openings.closing_to_month > closings.from_month
)
{%- if var('fx_mode') == 'monthly' %},

revalued as (
    select
        comparisons.*,
        revaluations.month_index,
        revaluations.fx_arr as revaluation
    from comparisons
    inner join {{ ref('int_retention_revaluations') }} as revaluations
        on
            comparisons.customer_id = revaluations.customer_id
            and comparisons.item = revaluations.item
            and comparisons.scope = revaluations.scope
            and comparisons.window_months = revaluations.window_months
            and comparisons.from_month <= revaluations.month_index
            and comparisons.to_month > revaluations.month_index
)
{%- endif %}

select * from comparisons
{%- if var('fx_mode') == 'monthly' %}
-- A month in which exchange rates move the opening counts once less as it was, and once as it is with
-- the opening at the rates of that month.
{%- for weight, revaluation in [(-1, '0'), (1, 'revaluation')] %}
union all
select
    scope,
    item,
    customer_id,
    window_months,
    month_index as from_month,
    month_index + 1 as to_month,
    {{ to_money('opening_arr + ' ~ revaluation) }} as opening_arr,
    closing_arr,
    {{ revaluation }} as fx_arr,
    opening_quantity,
    closing_quantity,
    migrated_out_arr,
    {{ weight }} as weight
from revalued
{%- endfor %}
{%- endif %}
