-- What a window gained and lost is what its months gained and lost, one by one.
{%- set flows = ['new_customers', 'reactivated_customers', 'churned_customers'] %}
{%- set scopes = {
    '(company)': [
        ref('product_retention', 'arr_growth_company_monthly'),
        ref('product_retention', 'arr_bridge_company_monthly'),
    ],
    '': [
        ref('product_retention', 'arr_growth_product_monthly'),
        ref('product_retention', 'arr_bridge_product_monthly'),
    ],
} %}

with months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

growth as (
    {%- for name, relations in scopes.items() %}
    select
        {{ "'" ~ name ~ "' as " if name }}product_id,
        window_months,
        arr_month,
        {%- for movement_type in movement_types() %}
        {{ movement_type }}_arr,
        {%- endfor %}
        {%- for flow in flows %}
        {{ flow }},
        {%- endfor %}
        gained_arr,
        lost_arr
    from {{ relations[0] }}
    {{- "\n    union all" if not loop.last }}
    {%- endfor %}
),

bridges as (
    {%- for name, relations in scopes.items() %}
    select
        {{ "'" ~ name ~ "' as " if name }}product_id,
        {%- for movement_type in movement_types() %}
        {{ movement_type }}_arr,
        {%- endfor %}
        {%- for flow in flows %}
        {{ flow }},
        {%- endfor %}
        arr_month
    from {{ relations[1] }}
    {{- "\n    union all" if not loop.last }}
    {%- endfor %}
),

indexed_bridges as (
    select
        bridges.*,
        months.month_index
    from bridges
    inner join months
        on bridges.arr_month = months.arr_month
),

added_up as (
    select
        growth.product_id,
        growth.window_months,
        {%- for movement_type in movement_types() %}
        sum(bridges.{{ movement_type }}_arr) as {{ movement_type }}_arr,
        {%- endfor %}
        {%- for flow in flows %}
        sum(bridges.{{ flow }}) as {{ flow }},
        {%- endfor %}
        growth.arr_month
    from growth
    inner join months
        on growth.arr_month = months.arr_month
    inner join indexed_bridges as bridges
        on
            growth.product_id = bridges.product_id
            and months.month_index >= bridges.month_index
            and months.month_index < bridges.month_index + growth.window_months
    group by growth.product_id, growth.window_months, growth.arr_month
)

-- A product that has pending licences only has no bridge: nothing moved.
select growth.*
from growth
left join added_up
    on
        growth.product_id = added_up.product_id
        and growth.window_months = added_up.window_months
        and growth.arr_month = added_up.arr_month
where
    growth.gained_arr
    <> coalesce(
        added_up.new_arr + added_up.reactivation_arr + added_up.cross_sell_arr
        + added_up.expansion_arr, 0
    )
    or growth.lost_arr
    <> -coalesce(
        added_up.contraction_arr + added_up.product_churn_arr + added_up.churn_arr, 0
    )
    {%- for movement_type in movement_types() %}
    or growth.{{ movement_type }}_arr <> coalesce(added_up.{{ movement_type }}_arr, 0)
    {%- endfor %}
    {%- for flow in flows %}
    or growth.{{ flow }} <> coalesce(added_up.{{ flow }}, 0)
    {%- endfor %}
