{%- set fills = setting('missing_usage_means') == 'zero' -%}
{%- set counts = ['active_users', 'used_units'] -%}
with usage_windows as (
    select * from {{ ref('product_retention', 'int_usage_windows') }}
),

pairs as (
    select * from {{ ref('product_retention', 'int_metric_pairs') }}
),

windows as (
    select * from {{ ref('product_retention', 'int_metric_windows') }}
    where not is_of_customer
),

usage_days as (
    select
        product_id,
        usage_date
    from {{ ref('product_retention', 'int_product_usage') }}
    where {{ fills | lower }}
    group by product_id, usage_date
),

-- Days on which the product has usage of anybody.
feeds as (
    select
        windows.metric_day,
        windows.window_days,
        usage_days.product_id,
        sum(case when windows.days_before <= windows.window_days then 1 else 0 end)
            as days_with_usage,
        sum(case when windows.days_before > windows.window_days then 1 else 0 end)
            as before_days_with_usage
    from windows
    inner join usage_days
        on windows.source_day = usage_days.usage_date
    group by windows.metric_day, windows.window_days, usage_days.product_id
),

asked as (
    select
        metric_day,
        window_days,
        customer_id,
        product_id
    from usage_windows
    union distinct
    select
        feeds.metric_day,
        feeds.window_days,
        pairs.customer_id,
        pairs.product_id
    from feeds
    inner join pairs
        on feeds.metric_day = pairs.metric_day and feeds.product_id = pairs.product_id
)

select
    asked.metric_day,
    asked.window_days,
    asked.customer_id,
    asked.product_id,

    pairs.quantity,
    {%- for part in ['', 'before_'] %}
    {%- set is_silent = "coalesce(usage_windows." ~ part ~ "days_with_usage, 0) = 0"
        ~ " and pairs.product_id is not null and feeds." ~ part ~ "days_with_usage > 0" %}
    {%- for count in counts %}
    case
        when {{ is_silent }} then 0 else usage_windows.{{ part ~ count }}
    end as {{ part ~ count }},
    case
        when {{ is_silent }} then {{ 'feeds.' ~ part ~ 'days_with_usage' }}
        else coalesce(usage_windows.{{ part ~ count }}_days, 0)
    end as {{ part ~ count }}_days,
    {%- endfor %}
    {%- endfor %}
    {%- for column in [
        'units_of_entitled', 'entitled_units', 'entitled_days', 'features_used',
        'features_available', 'features_days',
    ] %}
    usage_windows.{{ column }}{% if not loop.last %},{% endif %}
    {%- endfor %}
from asked
left join usage_windows
    on
        asked.metric_day = usage_windows.metric_day
        and asked.window_days = usage_windows.window_days
        and asked.customer_id = usage_windows.customer_id
        and asked.product_id = usage_windows.product_id
left join pairs
    on
        asked.metric_day = pairs.metric_day
        and asked.customer_id = pairs.customer_id
        and asked.product_id = pairs.product_id
left join feeds
    on
        asked.metric_day = feeds.metric_day
        and asked.window_days = feeds.window_days
        and asked.product_id = feeds.product_id
