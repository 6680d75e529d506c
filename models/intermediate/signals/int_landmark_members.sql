{%- set landmark_months = signal_threshold('landmark_months') | int %}
{%- set follow_up_months = signal_threshold('follow_up_months') | int %}
{%- set ends = {
    'opening': 'followed.start_month',
    'base': 'followed.month_index',
    'closing': 'followed.month_index + ' ~ follow_up_months,
    'first_year': 'followed.start_month + 12',
} %}

with spells as (
    select * from {{ ref('product_retention', 'int_study_spells') }}
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

changes as (
    select * from {{ ref('product_retention', 'int_classified_changes') }}
    where
        movement_type = 'cross_sell'
        -- A rise of the price alone is not chosen.
        or (movement_type = 'expansion' and arr_change > 0 and coalesce(volume_arr, 1) > 0)
),

revaluations as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
    where scope = 'company'
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
            and changes.month_index > followed.start_month
            and changes.month_index <= followed.month_index
    group by followed.customer_id
)

select
    followed.customer_id,
    case when families.families_held >= 2 then '2 or more' else '1' end as items,
    coalesce(arr_bands.segment_value, '') as arr_band,

    followed.quarter_index,
    followed.month_index,
    {%- for name in ends %}
    {{ name }}s.arr as {{ name }}_arr,
    {%- endfor %}
    {{ to_money('bases.arr + coalesce(base_fx.fx_arr, 0)') }} as revalued_base_arr,
    {{ to_money('openings.arr + coalesce(opening_fx.fx_arr, 0)') }} as revalued_opening_arr,

    exposures.customer_id is not null as is_exposed,
    followed.has_churned
from followed
{%- for name, month in ends.items() %}
{{ 'left' if name == 'first_year' else 'inner' }} join levels as {{ name }}s
    on
        followed.customer_id = {{ name }}s.customer_id
        and {{ month }} >= {{ name }}s.from_month
        and {{ month }} < {{ name }}s.to_month
        {%- if name == 'first_year' %}
        and {{ month }} <= followed.last_month_index
        {%- endif %}
{%- endfor %}
{%- for name, later, months in [
    ('base', 'closing', follow_up_months), ('opening', 'first_year', 12),
] %}
left join revaluations as {{ name }}_fx
    on
        followed.customer_id = {{ name }}_fx.customer_id
        and {{ name }}_fx.window_months = {{ months }}
        and {{ ends[later] }} = {{ name }}_fx.month_index
{%- endfor %}
left join exposures
    on followed.customer_id = exposures.customer_id
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
