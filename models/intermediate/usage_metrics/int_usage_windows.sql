{%- set counts = ['active_users', 'used_units'] -%}
{%- set parts = {
    '': 'windows.is_in_window',
    'before_': 'not windows.is_in_window',
} %}

with windows as (
    select
        *,
        days_before <= window_days as is_in_window
    from {{ ref('product_retention', 'int_metric_windows') }}
    where not is_of_customer
),

usage_days as (
    select * from {{ ref('product_retention', 'int_product_usage') }}
),

sums as (
    select
        windows.metric_day,
        windows.window_days,
        usage_days.customer_id,
        usage_days.product_id,
        {%- for part, is_in in parts.items() %}
        {%- for count in counts %}
        sum(case when {{ is_in }} then usage_days.{{ count }} end) as {{ part ~ count }},
        count(case when {{ is_in }} then usage_days.{{ count }} end) as {{ part ~ count }}_days,
        {%- endfor %}
        count(case when {{ is_in }} then 1 end) as {{ part }}days_with_usage,
        {%- endfor %}
        sum(
            case
                when windows.is_in_window and usage_days.entitled_units is not null
                    then usage_days.used_units
            end
        ) as units_of_entitled,
        sum(
            case
                when windows.is_in_window and usage_days.used_units is not null
                    then usage_days.entitled_units
            end
        ) as entitled_units,
        count(
            case
                when windows.is_in_window and usage_days.entitled_units is not null
                    then usage_days.used_units
            end
        ) as entitled_days,
        max(
            case
                when
                    windows.is_in_window
                    and usage_days.features_used is not null
                    and usage_days.features_available is not null
                    then usage_days.usage_date
            end
        ) as features_on,
        count(
            case
                when windows.is_in_window and usage_days.features_available is not null
                    then usage_days.features_used
            end
        ) as features_days
    from windows
    inner join usage_days
        on windows.source_day = usage_days.usage_date
    group by
        windows.metric_day, windows.window_days, usage_days.customer_id, usage_days.product_id
)

select
    sums.*,
    usage_days.features_used,
    usage_days.features_available
from sums
left join usage_days
    on
        sums.customer_id = usage_days.customer_id
        and sums.product_id = usage_days.product_id
        and sums.features_on = usage_days.usage_date
