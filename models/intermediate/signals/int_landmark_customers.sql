{%- set landmark_months = signal_threshold('landmark_months') | int %}
{%- set follow_up_months = signal_threshold('follow_up_months') | int %}

with spells as (
    select * from {{ ref('product_retention', 'int_study_spells') }}
),

changes as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
    where
        movement_type = 'cross_sell'
        -- A rise of the price alone is not chosen.
        or (movement_type = 'expansion' and arr_change > 0 and coalesce(volume_arr, 1) > 0)
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

exposures as (
    select followed.customer_id
    from followed
    inner join changes
        on
            followed.customer_id = changes.customer_id
            and followed.start_month < changes.month_index
            and followed.month_index >= changes.month_index
    group by followed.customer_id
)

select
    followed.customer_id,

    followed.start_month,
    followed.quarter_index,
    followed.month_index,
    followed.last_month_index,

    exposures.customer_id is not null as is_exposed,
    followed.has_churned
from followed
left join exposures
    on followed.customer_id = exposures.customer_id
