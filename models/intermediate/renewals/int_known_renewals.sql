with renewals as (
    select
        *,
        {{ month_index('renews_on') }} as end_month
    from {{ ref('product_retention', 'int_renewals') }}
    where status in ('renewed', 'lost')
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

horizons as (
    {%- for horizon in forecast_horizons() %}
    select {{ horizon }} as horizon_months{{ "\n    union all" if not loop.last }}
    {%- endfor %}
),

items as (
    {%- for scope, item in [('company', "'(all)'"), ('product', 'renewals.product_id')] %}
    select
        '{{ scope }}' as scope,
        {{ item }} as item,
        horizons.horizon_months,
        renewals.status,
        renewals.arr
    from renewals
    cross join horizons
    inner join reporting_window
        on
            renewals.end_month > reporting_window.last_month_index
            and renewals.end_month
            <= reporting_window.last_month_index + horizons.horizon_months
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    scope,
    item,

    horizon_months,
    cast(
        sum(case when status = 'renewed' then arr else 0 end) as {{ money_total_type() }}
    ) as known_renewed_arr,
    cast(
        sum(case when status = 'lost' then arr else 0 end) as {{ money_total_type() }}
    ) as known_lost_arr
from items
group by scope, item, horizon_months
