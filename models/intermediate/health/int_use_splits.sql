with pairs as (
    select * from {{ ref('product_retention', 'int_signal_pairs') }}
    where is_base
),

metric_days as (
    select * from {{ ref('product_retention', 'int_metric_days') }}
),

metric_values as (
    select * from {{ ref('product_retention', 'int_metric_values') }}
    where metric in ('utilisation', 'active_share') and window_days = {{ diagnosis_days() }}
),

-- How much of what they pay for customers use; of seats where entitlements are not known.
uses as (
    select
        metric_days.month_index as opening_month_index,
        metric_values.customer_id,
        metric_values.product_id,
        coalesce(
            max(case when metric_values.metric = 'utilisation' then metric_values.metric_value end),
            max(case when metric_values.metric = 'active_share' then metric_values.metric_value end)
        ) as used_share
    from metric_values
    inner join metric_days
        on metric_values.metric_day = metric_days.metric_day
    where metric_days.month_index is not null
    group by metric_days.month_index, metric_values.customer_id, metric_values.product_id
),

judged as (
    select
        pairs.month_index,
        pairs.product_id,
        uses.used_share + 1e-9 < {{ signal_threshold('low_use') }} as is_low_use,
        case when pairs.closing_arr = 0 and not pairs.is_family_kept then 1 else 0 end as lost
    from pairs
    left join uses
        on
            pairs.month_index - 12 = uses.opening_month_index
            and pairs.customer_id = uses.customer_id
            and pairs.product_id = uses.product_id
),

counted as (
    select
        month_index,
        product_id,
        sum(case when is_low_use then 1 else 0 end) as low_use_pairs,
        sum(case when is_low_use then lost else 0 end) as low_use_lost,
        sum(case when not is_low_use then 1 else 0 end) as high_use_pairs,
        sum(case when not is_low_use then lost else 0 end) as high_use_lost
    from judged
    group by month_index, product_id
)

select
    month_index,
    product_id,

    low_use_pairs,
    low_use_lost,
    high_use_pairs,
    high_use_lost,
    sum(high_use_pairs) over (partition by month_index) - high_use_pairs as other_high_use_pairs,
    sum(high_use_lost) over (partition by month_index) - high_use_lost as other_high_use_lost
from counted
