{%- set later = 'order by from_month desc rows between unbounded preceding and 1 preceding' %}

with customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

losses as (
    select
        customer_changes.*,
        case when customer_changes.arr = 0 then customer_changes.from_month end as gone_month,
        least(
            customer_changes.from_month + {{ setting('lapse_months') }},
            reporting_window.last_month_index
        ) < customer_changes.to_month as is_settled
    from customer_changes
    cross join reporting_window
),

spells as (
    select
        customer_id,
        from_month,
        to_month,
        arr,
        min(gone_month) over (partition by customer_id {{ later }})
            as next_gone_month,
        min(case when is_settled then gone_month end)
            over (partition by customer_id {{ later }})
            as next_settled_gone_month
    from losses
)

select
    customer_id,

    from_month,
    to_month,
    arr,
    coalesce(next_gone_month, {{ open_month() }}) as next_gone_month,
    coalesce(next_settled_gone_month, {{ open_month() }}) as next_settled_gone_month
from spells
where arr > 0
