{%- set columns = ['items', 'arr_band', 'age_band', 'term_class'] -%}
{%- set windows = {
    'pilot': ['revalued_base_arr', 'closing_arr'],
    'before pilot': ['revalued_before_arr', 'base_arr'],
} -%}

with landmark_members as (
    select * from {{ ref('product_retention', 'int_landmark_members') }}
),

pilot_customers as (
    select * from {{ ref('product_retention', 'int_pilot_members') }}
),

claim_customers as (
    select * from {{ ref('product_retention', 'int_claim_customers') }}
)

-- What a level does not look at is the same of all.
{%- for level, matched in study_levels(is_landmark=true).items() %}
select
    'early_expander' as study,
    '{{ level }}' as level,
    customer_id,
    {%- for column in columns %}
    {{ column if column in matched else "''" }} as {{ column }},
    {%- endfor %}
    '' as health_band,

    quarter_index as period_index,
    revalued_base_arr,
    closing_arr,
    revalued_opening_arr,
    first_year_arr,

    is_exposed
from landmark_members
union all
{%- endfor %}
{%- for kind, (base_arr, closing_arr) in windows.items() %}
{%- for level, matched in study_levels().items() %}
-- Members are compared with customers that were as healthy, at every level.
select
    '{{ kind }} ' || pilot_id as study,
    '{{ level }}' as level,
    customer_id,
    {%- for column in columns %}
    {{ column if column in matched else "''" }} as {{ column }},
    {%- endfor %}
    health_band,

    index_month_index as period_index,
    {{ base_arr }} as revalued_base_arr,
    {{ closing_arr }} as closing_arr,
    cast(null as {{ money_total_type() }}) as revalued_opening_arr,
    cast(null as {{ money_total_type() }}) as first_year_arr,

    is_member as is_exposed
from pilot_customers
where {{ base_arr }} is not null
union all
{%- endfor %}
{%- endfor %}
select
    'features_used' as study,
    'all' as level,
    customer_id,
    {%- for column in columns %}
    '' as {{ column }},
    {%- endfor %}
    '' as health_band,

    0 as period_index,
    opening_arr as revalued_base_arr,
    closing_arr,
    cast(null as {{ money_total_type() }}) as revalued_opening_arr,
    cast(null as {{ money_total_type() }}) as first_year_arr,

    feature_share > {{ signal_threshold('many_features') }} + 1e-9 as is_exposed
from claim_customers
where feature_share is not null
