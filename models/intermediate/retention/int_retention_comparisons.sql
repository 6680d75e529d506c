{{ config(materialized='view') }}
-- Unit tests read the revaluations in either mode.
-- depends_on: {{ ref('product_retention', 'int_retention_revaluations') }}
with intervals as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
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
        1 as weight,
        0 as fx_arr,
        openings.arr as opening_arr,
        closings.arr as closing_arr,
        openings.quantity as opening_quantity,
        closings.quantity as closing_quantity,
        closings.migrated_out_arr - openings.migrated_out_arr as net_migrated_arr
    from openings
    inner join intervals as closings
        on
            openings.customer_id = closings.customer_id
            and openings.item = closings.item
            and openings.scope = closings.scope
            and openings.closing_from_month < closings.to_month
            and openings.closing_to_month > closings.from_month
),

-- A month in which exchange rates move the opening counts once less as it was, and once as it is
-- with the opening at the rates of that month.
weighted as (
    select * from comparisons
    {%- for weight, effect in [('-1', '0'), ('1', 'revaluations.fx_arr')]
        if setting('fx_mode') == 'monthly' %}
    union all
    select
        comparisons.scope,
        comparisons.item,
        comparisons.customer_id,
        comparisons.window_months,
        revaluations.month_index as from_month,
        revaluations.month_index + 1 as to_month,
        {{ weight }} as weight,
        {{ effect }} as fx_arr,
        {{ to_money('comparisons.opening_arr + ' ~ effect) }} as opening_arr,
        comparisons.closing_arr,
        comparisons.opening_quantity,
        comparisons.closing_quantity,
        comparisons.net_migrated_arr
    from comparisons
    inner join {{ ref('product_retention', 'int_retention_revaluations') }} as revaluations
        on
            comparisons.customer_id = revaluations.customer_id
            and comparisons.item = revaluations.item
            and comparisons.scope = revaluations.scope
            and comparisons.window_months = revaluations.window_months
            and comparisons.from_month <= revaluations.month_index
            and comparisons.to_month > revaluations.month_index
    {%- endfor %}
)

select
    *,
    case when closing_arr > opening_arr then closing_arr - opening_arr else 0 end as expansion_arr,
    case when closing_arr > 0 then greatest(opening_arr - closing_arr, 0) else 0 end
        as contraction_arr,
    case when closing_arr = 0 then opening_arr else 0 end as churned_arr,
    case
        when
            closing_arr > 0 and closing_arr <> opening_arr
            and {{ units_compare('opening_quantity', 'closing_quantity') }}
            then
                closing_arr - opening_arr
                - {{ volume_part('opening_arr', 'opening_quantity', 'closing_quantity') }}
        else 0
    end as price_arr,
    case
        when closing_arr < opening_arr and net_migrated_arr > 0
            then least(opening_arr - closing_arr, net_migrated_arr)
        else 0
    end as migrated_out_arr,
    case when closing_arr = 0 then 1 else 0 end as churned_customers
from weighted
