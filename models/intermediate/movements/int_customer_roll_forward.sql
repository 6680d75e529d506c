{%- set windows = (list_var('retention_windows') + [1]) | unique | list -%}
{%- set flows = ['new_customers', 'reactivated_customers', 'churned_customers'] %}

with changes as (
    select
        'product' as scope,
        product_id as item,
        from_month as month_index,
        opening_arr,
        arr,
        {{ is_returning('left_month', 'from_month') }} as is_returning
    from {{ ref('product_retention', 'int_customer_product_arr_changes') }}
    union all
    select
        'company' as scope,
        '(all)' as item,
        from_month as month_index,
        opening_arr,
        arr,
        {{ is_returning('left_month', 'from_month') }} as is_returning
    from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

months as (
    select
        'product' as scope,
        product_id as item,
        month_index,
        arr_month
    from {{ ref('product_retention', 'int_product_months') }}
    union all
    select
        'company' as scope,
        '(all)' as item,
        month_index,
        arr_month
    from {{ ref('product_retention', 'int_months') }}
),

entries_and_exits as (
    select
        scope,
        item,
        month_index,
        sum(case when opening_arr = 0 and not is_returning then 1 else 0 end) as new_customers,
        sum(case when opening_arr = 0 and is_returning then 1 else 0 end)
            as reactivated_customers,
        sum(case when opening_arr > 0 then 1 else 0 end) as churned_customers
    from changes
    where
        (opening_arr = 0 and arr > 0)
        or (opening_arr > 0 and arr = 0)
    group by scope, item, month_index
),

counted as (
    select
        months.scope,
        months.item,
        months.month_index,
        {%- for flow in flows %}
        coalesce(entries_and_exits.{{ flow }}, 0) as {{ flow }},
        {%- endfor %}
        months.arr_month
    from months
    left join entries_and_exits
        on
            months.scope = entries_and_exits.scope
            and months.item = entries_and_exits.item
            and months.month_index = entries_and_exits.month_index
),

with_closings as (
    select
        *,
        {{ running_sum(
            'new_customers + reactivated_customers - churned_customers', ['scope', 'item']
        ) }} as closing_customers
    from counted
),

-- What the months of a window gained and lost, the last one included.
windowed as (
    {%- for window_months in windows %}
    {%- set first = (window_months - 1) ~ ' preceding' if window_months > 1 else 'current row' %}
    select
        scope,
        item,
        {{ window_months }} as window_months,
        {%- for flow in flows %}
        sum({{ flow }}) over (
            partition by scope, item
            order by month_index
            rows between {{ first }} and current row
        ) as {{ flow }},
        {%- endfor %}
        closing_customers,
        arr_month
    from with_closings
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    arr_month,
    window_months,
    scope,
    item,

    cast(
        closing_customers - new_customers - reactivated_customers + churned_customers as integer
    ) as opening_customers,
    {%- for flow in flows %}
    cast({{ flow }} as integer) as {{ flow }},
    {%- endfor %}
    cast(closing_customers as integer) as closing_customers
from windowed
