with bridge as (
    select * from {{ ref('product_retention', 'arr_bridge_product_monthly') }}
),

retention as (
    select * from {{ ref('product_retention', 'retention_product_monthly') }}
),

pending as (
    select * from {{ ref('product_retention', 'int_pending_arr') }}
),

last_month as (
    select max(arr_month) as arr_month
    from {{ ref('product_retention', 'int_months') }}
),

windows as (
    {{ retention_windows() }}
),

-- A product may have pending licences only.
product_months as (
    select
        arr_month,
        product_id,
        closing_arr
    from bridge
    union all
    select
        last_month.arr_month,
        pending.product_id,
        0 as closing_arr
    from pending
    cross join last_month
    where pending.product_id not in (select bridge.product_id from bridge)
),

bridge_windows as (
    select
        product_months.*,
        windows.window_months,
        {{ add_months('product_months.arr_month', '1 - windows.window_months') }} as first_month
    from product_months
    cross join windows
),

-- The movements of all months of a window, the last one included.
summed as (
    select
        closings.arr_month,
        closings.window_months,
        closings.product_id,
        closings.closing_arr,
        {%- for movement_type in movement_types() %}
        coalesce(sum(movements.{{ movement_type }}_arr), 0) as {{ movement_type }}_arr,
        {%- endfor %}
        sum(
            case
                when movements.arr_month = closings.first_month then movements.opening_arr
                else 0
            end
        ) as opening_arr
    from bridge_windows as closings
    left join bridge as movements
        on
            closings.product_id = movements.product_id
            and closings.arr_month >= movements.arr_month
            and closings.first_month <= movements.arr_month
    group by closings.arr_month, closings.window_months, closings.product_id, closings.closing_arr
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
        coalesce(retention.closing_arr, 0) as existing_arr,
        case when last_month.arr_month is not null then coalesce(pending.pending_arr, 0) end
            as pending_arr
    from totals
    left join retention
        on
            totals.arr_month = retention.arr_month
            and totals.window_months = retention.window_months
            and totals.product_id = retention.product_id
    left join last_month
        on totals.arr_month = last_month.arr_month
    left join pending
        on totals.product_id = pending.product_id
)

select
    arr_month,
    window_months,
    product_id,

    cast(opening_arr as {{ money_total_type() }}) as opening_arr,
    {%- for movement_type in movement_types() %}
    cast({{ movement_type }}_arr as {{ money_total_type() }}) as {{ movement_type }}_arr,
    {%- endfor %}
    cast(closing_arr as {{ money_total_type() }}) as closing_arr,
    cast(gained_arr as {{ money_total_type() }}) as gained_arr,
    cast(lost_arr as {{ money_total_type() }}) as lost_arr,
    cast(net_new_arr as {{ money_total_type() }}) as net_new_arr,
    existing_arr,
    cast(pending_arr as {{ money_total_type() }}) as pending_arr,
    cast(closing_arr + pending_arr as {{ money_total_type() }}) as carr,
    {{ safe_divide('gained_arr', 'lost_arr') }} as quick_ratio,
    {{ safe_divide('cross_sell_arr + expansion_arr', 'gained_arr') }} as expansion_share,
    {{ safe_divide('existing_arr', 'closing_arr') }} as existing_share
from figures
