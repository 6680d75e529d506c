{%- set keys = 'scope, item, origin_month_index' -%}

with sums as (
    select * from {{ ref('product_retention', 'int_forecast_sums') }}
    where scope in ('company', 'product')
),

kinds as (
    select
        *,
        case when is_expiry then term_class else 'mid-term' end as kind
    from sums
    union all
    select
        *,
        '(renewals)' as kind
    from sums
    where is_expiry
),

moments as (
    select
        {{ keys }},
        kind,
        sum(positions) as positions,
        cast(sum(opening_arr) as {{ rate_type() }}) as opening_arr,
        cast(sum(squared_opening) as {{ rate_type() }}) as squared_opening,
        cast(sum(opening_times_change) as {{ rate_type() }}) as opening_times_change,
        cast(sum(squared_change) as {{ rate_type() }}) as squared_change,
        {{ safe_divide('sum(closing_arr - opening_arr)', 'sum(opening_arr)') }} as mean_change
    from kinds
    group by {{ keys }}, kind
),

-- Of changes, so that little is lost to rounding where little changes.
spreads as (
    select
        *,
        greatest(
            squared_change - 2 * mean_change * opening_times_change
            + mean_change * mean_change * squared_opening,
            0
        ) / nullif(squared_opening, 0) as spread
    from moments
)

select
    scope,
    item,
    kind,

    origin_month_index,
    cast(positions as integer) as positions,
    spread,
    spread * squared_opening / (opening_arr * opening_arr) as mean_spread
from spreads
