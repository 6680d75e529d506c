{%- set slice = 'slices.month_index, slices.item, slices.segment_type, slices.segment_value' -%}
with candidates as (
    select * from {{ ref('product_retention', 'int_pattern_candidates') }}
),

pairs as (
    select * from {{ ref('product_retention', 'int_signal_pairs') }}
),

months as (
    select * from {{ ref('product_retention', 'int_signal_months') }}
),

segments as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_customer_segments') }}
),

sides as (
    select
        month_index,
        subject as item,
        '(all)' as segment_type,
        '(all)' as segment_value
    from candidates
    union all
    select
        month_index,
        other as item,
        segment_type,
        segment_value
    from candidates
    where other <> '(none)'
),

slices as (
    select distinct * from sides
),

entities as (
    select
        month_index,
        product_id as item,
        customer_id,
        opening_arr,
        closing_arr + migrated_out_arr as kept_arr
    from pairs
    where is_base
    union all
    select
        month_index,
        '(all)' as item,
        customer_id,
        sum(opening_arr) as opening_arr,
        sum(closing_arr) as kept_arr
    from pairs
    group by month_index, customer_id
    having max(case when is_base then 1 else 0 end) = 1
),

-- A customer counts in the segment in which it was when the window opened.
members as (
    select
        slices.*,
        entities.opening_arr,
        entities.kept_arr,
        sum(entities.opening_arr) over (partition by {{ slice }}) as total_opening_arr,
        sum(entities.kept_arr) over (partition by {{ slice }}) as total_kept_arr
    from slices
    inner join months
        on slices.month_index = months.month_index
    inner join entities
        on
            slices.month_index = entities.month_index
            and slices.item = entities.item
    inner join segments
        on
            entities.customer_id = segments.customer_id
            and slices.segment_type = segments.segment_type
            and slices.segment_value = segments.segment_value
            and months.opening_month_index >= segments.from_month
            and months.opening_month_index < segments.to_month
),

deviations as (
    select
        *,
        cast(opening_arr as {{ rate_type() }}) as base,
        {{ jackknife_deviation('kept_arr', 'opening_arr', 'total_kept_arr', 'total_opening_arr') }}
            as deviation
    from members
),

sums as (
    select
        month_index,
        item,
        segment_type,
        segment_value,
        count(*) as entities,
        max(total_opening_arr) as opening_arr,
        {{ steady_sum('deviation') }} as deviations,
        {{ steady_sum('deviation * deviation') }} as squared_deviations,
        {{ steady_sum('base * base') }} as squared_bases
    from deviations
    group by month_index, item, segment_type, segment_value
)

select
    month_index,
    item,
    segment_type,
    segment_value,

    {{ jackknife_half_width(
        'entities', 'deviations', 'squared_deviations', 'opening_arr', 'squared_bases'
    ) }} as half_width,
    {{ jackknife_half_width(
        'entities', 'deviations', 'squared_deviations', 'opening_arr', 'squared_bases', z=2.575829
    ) }} as half_width_99
from sums
