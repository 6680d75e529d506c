with pilots as (
    select * from {{ ref('product_retention', 'int_pilot_windows') }}
    where window_months > 0
),

members as (
    select * from {{ ref('product_retention', 'pilot_members') }}
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

age_bands as (
    select * from {{ ref('product_retention', 'int_customer_bands') }}
    where segment_type = 'customer_age'
),

terms as (
    select * from {{ ref('product_retention', 'int_study_terms') }}
),

health as (
    select * from {{ ref('product_retention', 'int_customer_health') }}
),

revaluations as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_retention_revaluations') }}
    where scope = 'company'
)

select
    pilots.pilot_id,
    bases.customer_id,
    case
        when families.families_held >= 4 then '4 or more'
        else coalesce(cast(families.families_held as {{ dbt.type_string() }}), '')
    end as items,
    coalesce(arr_bands.segment_value, '') as arr_band,
    coalesce(age_bands.segment_value, '') as age_band,
    coalesce(terms.term_class, '') as term_class,
    coalesce(health.health_band, '') as health_band,

    pilots.index_month_index,
    {{ to_money('bases.arr + coalesce(base_fx.fx_arr, 0)') }} as revalued_base_arr,
    coalesce(closings.arr, 0) as closing_arr,
    {{ to_money('befores.arr + coalesce(before_fx.fx_arr, 0)') }} as revalued_before_arr,
    bases.arr as base_arr,

    members.customer_id is not null as is_member
from pilots
inner join levels as bases
    on
        pilots.index_month_index >= bases.from_month
        and pilots.index_month_index < bases.to_month
        and bases.arr > 0
left join members
    on
        pilots.pilot_id = members.pilot_id
        and bases.customer_id = members.customer_id
left join levels as closings
    on
        bases.customer_id = closings.customer_id
        and pilots.closing_month_index >= closings.from_month
        and pilots.closing_month_index < closings.to_month
left join levels as befores
    on
        bases.customer_id = befores.customer_id
        and pilots.index_month_index - pilots.window_months >= befores.from_month
        and pilots.index_month_index - pilots.window_months < befores.to_month
        and befores.arr > 0
{%- for name, month in [('base', 'closing_month_index'), ('before', 'index_month_index')] %}
left join revaluations as {{ name }}_fx
    on
        bases.customer_id = {{ name }}_fx.customer_id
        and pilots.{{ month }} = {{ name }}_fx.month_index
        and pilots.window_months = {{ name }}_fx.window_months
{%- endfor %}
{%- for table in ['families', 'arr_bands', 'age_bands', 'terms'] %}
left join {{ table }}
    on
        bases.customer_id = {{ table }}.customer_id
        and pilots.index_month_index >= {{ table }}.from_month
        and pilots.index_month_index < {{ table }}.to_month
{%- endfor %}
left join health
    on
        bases.customer_id = health.customer_id
        and pilots.index_month_index = health.month_index
