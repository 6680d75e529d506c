{%- set year = "reporting_window.last_month_index - 12" -%}

with falls as (
    select * from {{ ref('product_retention', 'int_study_falls') }}
    where scope = 'product_family' and is_settled
),

customer_changes as (
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

intervals as (
    select * from {{ ref('product_retention', 'int_arr_intervals') }}
    where scope = 'company'
),

revaluations as (
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
    where scope = 'company' and window_months = 12
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

risks as (
    select
        falls.customer_id,
        'cut' as risk
    from falls
    inner join reporting_window
        on
            falls.month_index > {{ year }}
            and falls.month_index <= reporting_window.last_month_index
    union all
    select
        customer_changes.customer_id,
        'contraction' as risk
    from customer_changes
    inner join reporting_window
        on
            customer_changes.from_month > {{ year }}
            and customer_changes.from_month <= reporting_window.last_month_index
    where
        customer_changes.opening_arr > 0
        and customer_changes.arr > 0
        and customer_changes.arr < customer_changes.opening_arr + customer_changes.fx_arr
        and customer_changes.opening_arr + customer_changes.fx_arr - customer_changes.arr
        >= {{ signal_threshold('risk_contraction_share') }}
        * (customer_changes.opening_arr + customer_changes.fx_arr)
    union all
    select
        openings.customer_id,
        'smaller' as risk
    from reporting_window
    inner join intervals as openings
        on
            {{ year }} >= openings.from_month
            and {{ year }} < openings.to_month
    inner join intervals as closings
        on
            openings.customer_id = closings.customer_id
            and reporting_window.last_month_index >= closings.from_month
            and reporting_window.last_month_index < closings.to_month
    left join revaluations
        on
            openings.customer_id = revaluations.customer_id
            and reporting_window.last_month_index = revaluations.month_index
    where closings.arr < openings.arr + coalesce(revaluations.fx_arr, 0)
)

select
    customer_id,

    max(case when risk = 'cut' then 1 else 0 end) = 1 as has_cut,
    max(case when risk = 'contraction' then 1 else 0 end) = 1 as has_contracted,
    max(case when risk = 'smaller' then 1 else 0 end) = 1 as is_smaller
from risks
group by customer_id
