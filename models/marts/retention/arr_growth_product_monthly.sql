{%- set counts = ['opening', 'new', 'reactivated', 'churned', 'closing'] %}

with windows as (
    select * from {{ ref('product_retention', 'int_growth_windows') }}
    where scope = 'product'
),

bridge as (
    select * from {{ ref('product_retention', 'arr_bridge_product_monthly') }}
),

customers as (
    select * from {{ ref('product_retention', 'int_customer_roll_forward') }}
    where scope = 'product'
),

retention as (
    select * from {{ ref('product_retention', 'retention_product_monthly') }}
),

products as (
    select * from {{ ref('product_retention', 'dim_products') }}
),

-- The movements of all months of a window, the last one included.
summed as (
    select
        windows.arr_month,
        windows.window_months,
        windows.item,
        windows.pending_arr,
        {%- for movement_type in movement_types() %}
        coalesce(sum(movements.{{ movement_type }}_arr), 0) as {{ movement_type }}_arr,
        {%- endfor %}
        sum(
            case
                when movements.arr_month = windows.first_month then movements.opening_arr
                else 0
            end
        ) as opening_arr,
        sum(
            case when movements.arr_month = windows.arr_month then movements.closing_arr else 0 end
        ) as closing_arr
    from windows
    left join bridge as movements
        on
            windows.arr_month >= movements.arr_month
            and windows.first_month <= movements.arr_month
            and windows.item = movements.product_id
    group by windows.arr_month, windows.window_months, windows.item, windows.pending_arr
),

totals as (
    select
        *,
        new_arr + reactivation_arr + cross_sell_arr + expansion_arr as gained_arr,
        -(contraction_arr + product_churn_arr + churn_arr) as lost_arr,
        new_arr + reactivation_arr + cross_sell_arr + expansion_arr + contraction_arr
        + product_churn_arr + churn_arr + migration_in_arr + migration_out_arr as net_new_arr
    from summed
),

figures as (
    select
        totals.*,
        products.product_name,
        {%- for count in counts %}
        coalesce(customers.{{ count }}_customers, 0) as {{ count }}_customers,
        {%- endfor %}
        coalesce(retention.closing_arr, 0) as existing_arr
    from totals
    inner join products
        on totals.item = products.product_id
    left join retention
        on
            totals.arr_month = retention.arr_month
            and totals.window_months = retention.window_months
            and totals.item = retention.product_id
    left join customers
        on
            totals.arr_month = customers.arr_month
            and totals.window_months = customers.window_months
            and totals.item = customers.item
)

select
    arr_month,
    window_months,
    item as product_id,
    product_name,

    cast(opening_arr as {{ money_total_type() }}) as opening_arr,
    {%- for movement_type in movement_types() %}
    cast({{ movement_type }}_arr as {{ money_total_type() }}) as {{ movement_type }}_arr,
    {%- endfor %}
    cast(closing_arr as {{ money_total_type() }}) as closing_arr,
    cast(gained_arr as {{ money_total_type() }}) as gained_arr,
    cast(lost_arr as {{ money_total_type() }}) as lost_arr,
    cast(net_new_arr as {{ money_total_type() }}) as net_new_arr,
    cast(existing_arr as {{ money_total_type() }}) as existing_arr,
    pending_arr,
    cast(closing_arr + pending_arr as {{ money_total_type() }}) as carr,
    {%- for count in counts %}
    {{ count }}_customers,
    {%- endfor %}
    {{ safe_divide('closing_arr', 'closing_customers') }} as arr_per_customer,
    {{ safe_divide('gained_arr', 'lost_arr') }} as quick_ratio,
    {{ safe_divide('cross_sell_arr + expansion_arr', 'gained_arr') }} as expansion_share,
    {{ safe_divide('existing_arr', 'closing_arr') }} as existing_share
from figures
