{%- set group_columns = 'scope, item, segment_type, segment_value, window_months' -%}
{%- set movement_measures = [
    'expansion_arr', 'contraction_arr', 'churned_arr', 'fx_arr', 'migrated_out_arr',
    'churned_customers', 'price_arr',
] -%}
{%- set measures = ['opening_arr', 'opening_customers'] + movement_measures -%}

with segments as {{ not_materialized() }}(
    select * from {{ ref('product_retention', 'int_customer_segments') }}
),

windows as (
    {{ retention_windows() }}
),

-- What an item has in a segment is what every window opens with that starts then.
openings as (
    select
        intervals.scope,
        intervals.item,
        segments.segment_type,
        segments.segment_value,
        greatest(intervals.from_month, segments.from_month) as from_month,
        least(intervals.to_month, segments.to_month) as to_month,
        sum(intervals.arr) as opening_arr,
        count(*) as opening_customers
    from {{ ref('product_retention', 'int_arr_intervals') }} as intervals
    inner join segments
        on
            intervals.customer_id = segments.customer_id
            and intervals.from_month < segments.to_month
            and intervals.to_month > segments.from_month
            and (intervals.scope <> 'product_family' or segments.segment_type = '(all)')
    where intervals.arr > 0
    group by 1, 2, 3, 4, 5, 6
),

-- A movement counts in the segment in which the customer was when the window opened.
movements as (
    select
        moved.scope,
        moved.item,
        segments.segment_type,
        segments.segment_value,
        moved.window_months,
        greatest(moved.from_month, segments.from_month + moved.window_months) as from_month,
        least(moved.to_month, segments.to_month + moved.window_months) as to_month,
        {%- for measure in movement_measures %}
        sum(moved.weight * moved.{{ measure }}) as {{ measure }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('product_retention', 'int_retention_comparisons') }} as moved
    inner join segments
        on
            moved.customer_id = segments.customer_id
            and moved.from_month - moved.window_months < segments.to_month
            and moved.to_month - moved.window_months > segments.from_month
            and (moved.scope <> 'product_family' or segments.segment_type = '(all)')
    where moved.closing_arr <> moved.opening_arr or moved.fx_arr <> 0
    group by 1, 2, 3, 4, 5, 6, 7
),

parts as (
    select
        openings.scope,
        openings.item,
        openings.segment_type,
        openings.segment_value,
        windows.window_months,
        openings.from_month + windows.window_months as from_month,
        openings.to_month + windows.window_months as to_month,
        openings.opening_arr,
        openings.opening_customers,
        0 as {{ movement_measures | join(', 0 as ') }}
    from openings
    cross join windows
    union all
    -- The opening counts at the exchange rates of the end of the window.
    select
        {{ group_columns }}, from_month, to_month,
        fx_arr as opening_arr, 0 as opening_customers, {{ movement_measures | join(', ') }}
    from movements
    {%- for scope, item in [
        ('product_family', 'products.product_family'), ('company', "'(all)'")
    ] %}
    union all
    -- Units of different products do not add up: price is known of products alone.
    select
        '{{ scope }}', {{ item }}, movements.segment_type, movements.segment_value,
        movements.window_months, movements.from_month, movements.to_month,
        {{ '0, ' * (measures | length - 1) }}movements.price_arr
    from movements
    inner join {{ ref('product_retention', 'int_products') }} as products
        on movements.item = products.product_id
    where
        movements.scope = 'product'
        and movements.price_arr <> 0
        {{ "and movements.segment_type = '(all)'" if scope == 'product_family' }}
    {%- endfor %}
),

starts_and_ends as (
    {%- for sign, month in [('', 'from_month'), ('-', 'to_month')] %}
    select
        {{ group_columns }}, {{ month }} as month_index,
        {{ sign }}{{ measures | join(', ' ~ sign) }}
    from parts
    where {{ month }} < {{ open_month() }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    {{ group_columns }}, month_index,
    {%- for measure in measures %}
    sum({{ measure }}) as {{ measure }}_change{% if not loop.last %},{% endif %}
    {%- endfor %}
from starts_and_ends
group by 1, 2, 3, 4, 5, 6
