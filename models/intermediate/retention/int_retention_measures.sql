{%- set group_columns = ['scope', 'item', 'segment_type', 'segment_value', 'window_months'] -%}
{%- set amounts = [
    'opening_arr', 'expansion_arr', 'contraction_arr', 'churned_arr', 'price_arr', 'fx_arr',
    'migrated_out_arr',
] -%}
{%- set counts = ['opening_customers', 'churned_customers'] -%}

-- depends_on: {{ ref('product_retention', 'int_restated_share') }}
with changes as (
    select * from {{ ref('product_retention', 'int_retention_changes') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

windows as (
    {{ retention_windows() }}
),

-- An item has rows from its first ARR on, in each segment; the company has one for every month.
first_months as (
    select
        scope,
        item,
        segment_type,
        segment_value,
        min(month_index - window_months) as first_month
    from changes
    where scope <> 'company' or segment_type <> '(all)'
    group by scope, item, segment_type, segment_value
    union all
    select
        'company' as scope,
        '(all)' as item,
        '(all)' as segment_type,
        '(all)' as segment_value,
        0 as first_month
),

grid as (
    select
        first_months.scope,
        first_months.item,
        first_months.segment_type,
        first_months.segment_value,
        windows.window_months,
        months.month_index,
        months.arr_month
    from first_months
    cross join windows
    inner join months
        on first_months.first_month <= months.month_index
),

totals as (
    select
        grid.scope,
        grid.item,
        grid.segment_type,
        grid.segment_value,
        grid.window_months,
        {%- for measure in amounts + counts %}
        {{ running_sum(
            'coalesce(changes.' ~ measure ~ '_change, 0)',
            ['grid.scope', 'grid.item', 'grid.segment_type', 'grid.segment_value', 'grid.window_months'],
            'grid.month_index'
        ) }} as {{ measure }},
        {%- endfor %}
        grid.arr_month
    from grid
    left join changes
        on
            grid.month_index = changes.month_index
            {%- for column in group_columns %}
            and grid.{{ column }} = changes.{{ column }}
            {%- endfor %}
),

measures as (
    select
        {{ group_columns | join(',\n        ') }},
        arr_month,
        {%- for amount in amounts %}
        cast({{ amount }} as {{ money_total_type() }}) as {{ amount }},
        {%- endfor %}
        cast(
            opening_arr + expansion_arr - contraction_arr - churned_arr as {{ money_total_type() }}
        ) as closing_arr,
        cast(opening_customers as integer) as opening_customers,
        cast(churned_customers as integer) as churned_customers
    from totals
)

select
    *,
    {{ nrr('opening_arr', 'expansion_arr', 'contraction_arr', 'churned_arr') }} as nrr,
    {{ grr('opening_arr', 'contraction_arr', 'churned_arr') }} as grr,
    {{ safe_divide('closing_arr - price_arr', 'opening_arr') }} as nrr_organic,
    {{ safe_divide('expansion_arr', 'opening_arr') }} as expansion_rate,
    {{ safe_divide('contraction_arr', 'opening_arr') }} as contraction_rate,
    {{ safe_divide('churned_arr', 'opening_arr') }} as churn_rate,
    {{ safe_divide('opening_customers - churned_customers', 'opening_customers') }}
        as logo_retention,
    {{ safe_divide('closing_arr + migrated_out_arr', 'opening_arr') }} as nrr_with_migration,
    {{ safe_divide(
        'opening_arr - contraction_arr - churned_arr + migrated_out_arr', 'opening_arr'
    ) }} as grr_with_migration,

    opening_customers < {{ setting('small_base_entities') }} as is_small_base
from measures
