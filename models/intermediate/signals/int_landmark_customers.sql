{%- set landmark_months = signal_threshold('landmark_months') | int %}
{%- set follow_up_months = signal_threshold('follow_up_months') | int %}

with spells as (
    select * from {{ ref('product_retention', 'int_study_spells') }}
),

changes as (
    select * from {{ ref('product_retention', 'int_chosen_expansions') }}
),

used_days as (
    select
        customer_id,
        product_id,
        {{ month_index('usage_date') }} as month_index
    from {{ ref('product_retention', 'int_product_usage') }}
    where active_users > 0
),

used_months as (
    select
        customer_id,
        product_id,
        month_index
    from used_days
    group by customer_id, product_id, month_index
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

starts as (
    select
        customer_id,
        min(from_month) as start_month
    from spells
    group by customer_id
),

-- Those that still have ARR at the landmark, and can be followed from there.
followed as (
    select
        starts.customer_id,
        starts.start_month,
        cast(floor(starts.start_month / 3.0) as integer) as quarter_index,
        starts.start_month + {{ landmark_months }} as month_index,
        reporting_window.last_month_index,
        spells.next_settled_gone_month
        <= starts.start_month + {{ landmark_months + follow_up_months }} as has_churned
    from starts
    cross join reporting_window
    inner join spells
        on
            starts.customer_id = spells.customer_id
            and starts.start_month = spells.from_month
    where
        spells.next_gone_month > starts.start_month + {{ landmark_months }}
        and starts.start_month + {{ landmark_months + follow_up_months }}
        <= reporting_window.last_month_index
),

expansions as (
    select
        followed.customer_id,
        changes.product_id,
        changes.month_index,
        count(used_months.month_index) as months_of_use
    from followed
    inner join changes
        on
            followed.customer_id = changes.customer_id
            and followed.start_month < changes.month_index
            and followed.month_index >= changes.month_index
    left join used_months
        on
            changes.customer_id = used_months.customer_id
            and changes.product_id = used_months.product_id
            and changes.month_index > used_months.month_index
    group by followed.customer_id, changes.product_id, changes.month_index
),

-- Without usage data nothing is known to have been used before.
exposures as (
    select
        customer_id,
        max(
            case
                when months_of_use < {{ signal_threshold('premature_use_months') | int }} then 1
                else 0
            end
        ) = 1 as is_premature
    from expansions
    group by customer_id
)

select
    followed.customer_id,

    followed.start_month,
    followed.quarter_index,
    followed.month_index,
    followed.last_month_index,

    exposures.customer_id is not null as is_exposed,
    coalesce(exposures.is_premature, false) as is_premature,
    followed.has_churned
from followed
left join exposures
    on followed.customer_id = exposures.customer_id
