{%- set follow_up_months = signal_threshold('follow_up_months') | int %}

with followed as (
    select * from {{ ref('product_retention', 'int_landmark_customers') }}
),

levels as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_customer_arr_changes') }}
),

families as (
    select * from {{ ref('product_retention', 'int_study_families') }}
),

arr_bands as (
    select * from {{ ref('product_retention', 'int_customer_bands') }}
    where segment_type = 'arr_band'
),

revaluations as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
    where scope = 'company'
)

select
    followed.customer_id,
    case when families.families_held >= 2 then '2 or more' else '1' end as items,
    coalesce(arr_bands.segment_value, '') as arr_band,

    followed.quarter_index,
    followed.month_index,
    openings.arr as opening_arr,
    bases.arr as base_arr,
    closings.arr as closing_arr,
    -- Asked here, for in the join it would make some engines compare every two rows.
    case when followed.start_month + 12 <= followed.last_month_index then first_years.arr end
        as first_year_arr,
    {{ to_money('bases.arr + coalesce(base_fx.fx_arr, 0)') }} as revalued_base_arr,
    {{ to_money('openings.arr + coalesce(opening_fx.fx_arr, 0)') }} as revalued_opening_arr,

    followed.is_exposed,
    followed.is_premature,
    followed.has_churned
from followed
inner join levels as openings
    on
        followed.customer_id = openings.customer_id
        and followed.start_month >= openings.from_month
        and followed.start_month < openings.to_month
inner join levels as bases
    on
        followed.customer_id = bases.customer_id
        and followed.month_index >= bases.from_month
        and followed.month_index < bases.to_month
inner join levels as closings
    on
        followed.customer_id = closings.customer_id
        and followed.month_index + {{ follow_up_months }} >= closings.from_month
        and followed.month_index + {{ follow_up_months }} < closings.to_month
left join levels as first_years
    on
        followed.customer_id = first_years.customer_id
        and followed.start_month + 12 >= first_years.from_month
        and followed.start_month + 12 < first_years.to_month
left join revaluations as base_fx
    on
        followed.customer_id = base_fx.customer_id
        and followed.month_index + {{ follow_up_months }} = base_fx.month_index
        and base_fx.window_months = {{ follow_up_months }}
left join revaluations as opening_fx
    on
        followed.customer_id = opening_fx.customer_id
        and followed.start_month + 12 = opening_fx.month_index
        and opening_fx.window_months = 12
left join families
    on
        followed.customer_id = families.customer_id
        and followed.start_month >= families.from_month
        and followed.start_month < families.to_month
left join arr_bands
    on
        followed.customer_id = arr_bands.customer_id
        and followed.start_month >= arr_bands.from_month
        and followed.start_month < arr_bands.to_month
