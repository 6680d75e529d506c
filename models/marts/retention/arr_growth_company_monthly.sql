with parts as (
    {{ growth_parts(ref('arr_bridge_company_monthly')) | indent(4) }}
),

totals as (
    select
        *,
        {{ growth_totals() | indent(4) }}
    from parts
),

retention as (
    select * from {{ ref('retention_company_monthly') }}
),

last_month as (
    select max(arr_month) as arr_month
    from {{ ref('int_months') }}
),

pending as (
    select coalesce(sum(pending_arr), 0) as pending_arr
    from {{ ref('int_pending_arr') }}
),

figures as (
    select
        totals.*,
        retention.closing_arr as existing_arr,
        case when last_month.arr_month is not null then pending.pending_arr end
            as pending_arr
    from totals
    inner join retention
        on
            totals.arr_month = retention.arr_month
            and totals.window_months = retention.window_months
    left join last_month
        on totals.arr_month = last_month.arr_month
    cross join pending
)

select
    window_months,
    cast(opening_arr as {{ money_total_type() }}) as opening_arr,
    {%- for movement_type in movement_types() %}
    cast({{ movement_type }}_arr as {{ money_total_type() }}) as {{ movement_type }}_arr,
    {%- endfor %}
    closing_arr,
    cast(gained_arr as {{ money_total_type() }}) as gained_arr,
    cast(lost_arr as {{ money_total_type() }}) as lost_arr,
    cast(net_new_arr as {{ money_total_type() }}) as net_new_arr,
    existing_arr,
    cast(pending_arr as {{ money_total_type() }}) as pending_arr,
    cast(closing_arr + pending_arr as {{ money_total_type() }}) as carr,
    {{ growth_rates() }},

    arr_month
from figures
