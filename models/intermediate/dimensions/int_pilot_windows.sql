with pilots as (
    select * from {{ ref('product_retention', 'pilots') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

-- A pilot without an end goes on.
dated as (
    select
        pilots.*,
        reporting_window.last_month_index,
        {{ month_index('pilots.starts_on') }} - 1 as index_month_index,
        coalesce({{ month_index('pilots.ends_on') }}, {{ open_month() }}) as end_month_index
    from pilots
    cross join reporting_window
)

-- What has been measured of it ends with the last month.
select
    pilot_id,
    pilot_name,
    owner,

    index_month_index,
    least(end_month_index, last_month_index) as closing_month_index,
    greatest(least(end_month_index, last_month_index) - index_month_index, 0) as window_months,

    end_month_index <= last_month_index as is_over,

    starts_on,
    ends_on
from dated
