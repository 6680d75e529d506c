with parts as (
    {{ growth_parts(ref('arr_bridge_product_monthly'), keys=['product_id']) | indent(4) }}
),

retention as (
    select * from {{ ref('retention_product_monthly') }}
),

last_month as (
    select max(arr_month) as arr_month
    from {{ ref('int_months') }}
),

pending as (
    select *
    from {{ ref('int_pending_arr') }}
),

figures as (
    select
        parts.*,
        parts.new_arr + parts.reactivation_arr + parts.cross_sell_arr + parts.expansion_arr
            as gained_arr,
        -(parts.contraction_arr + parts.product_churn_arr + parts.churn_arr) as lost_arr,
        retention.closing_arr as existing_arr,
        case when last_month.arr_month is not null then coalesce(pending.pending_arr, 0) end
            as pending_arr
    from parts
    inner join retention
        on
            parts.arr_month = retention.arr_month
            and parts.window_months = retention.window_months
            and parts.product_id = retention.product_id
    left join last_month
        on parts.arr_month = last_month.arr_month
    left join pending
        on parts.product_id = pending.product_id
)

select
    product_id,

    window_months,
    cast(opening_arr as {{ money_total_type() }}) as opening_arr,
    {%- for movement_type in movement_types() %}
    cast({{ movement_type }}_arr as {{ money_total_type() }}) as {{ movement_type }}_arr,
    {%- endfor %}
    closing_arr,
    cast(gained_arr as {{ money_total_type() }}) as gained_arr,
    cast(lost_arr as {{ money_total_type() }}) as lost_arr,
    cast(gained_arr - lost_arr + migration_in_arr + migration_out_arr as {{ money_total_type() }})
        as net_new_arr,
    existing_arr,
    cast(pending_arr as {{ money_total_type() }}) as pending_arr,
    cast(closing_arr + pending_arr as {{ money_total_type() }}) as carr,
    {{ growth_rates() }},

    arr_month
from figures
