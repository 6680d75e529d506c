with measures as (
    select * from {{ ref('product_retention', 'int_retention_measures') }}
    where
        window_months = 12
        and segment_type = '(all)'
        and nrr_with_migration is not null
        and (
            scope = 'company'
            or (scope = 'product' and not is_small_base and item <> '(unassigned)')
        )
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

measurable as (
    select
        measures.scope,
        measures.item,
        months.month_index,
        measures.nrr_with_migration < {{ signal_threshold('lead_line') }} - 1e-9 as is_below,
        min(months.month_index) over (partition by measures.scope, measures.item)
            as first_measurable_index
    from measures
    inner join months
        on measures.arr_month = months.arr_month
),

below as (
    select
        *,
        lag(month_index) over (partition by scope, item order by month_index)
            as previous_month_index
    from measurable
    where is_below
),

-- A few months at the line or above it do not end an episode.
numbered as (
    select
        *,
        sum(
            case
                when
                    month_index - previous_month_index - 1
                    <= {{ signal_threshold('lead_gap_months') }}
                    then 0
                else 1
            end
        ) over (
            partition by scope, item
            order by month_index
            rows between unbounded preceding and current row
        ) as episode_number
    from below
)

select
    scope,
    item,

    min(month_index) as first_month_index,
    max(month_index) as last_month_index,
    max(month_index) + {{ signal_threshold('lead_gap_months') }} as runs_to_month_index,

    min(month_index) = min(first_measurable_index) as is_at_least
from numbered
group by scope, item, episode_number
