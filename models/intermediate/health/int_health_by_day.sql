{%- set dimensions = ['usage', 'engagement', 'tickets', 'stakeholders'] -%}

with points as (
    select
        *,
        cast(weight as {{ rate_type() }}) * points as weighted_points
    from {{ ref('product_retention', 'int_health_points') }}
),

sums as (
    select
        metric_day,
        customer_id,
        product_id,
        max(arr) as arr,
        sum(weight) as all_weight,
        sum(case when points is not null then weight end) as known_weight,
        {{ steady_sum('weighted_points') }} as all_weighted_points,
        {%- for dimension in dimensions %}
        sum(case when dimension = '{{ dimension }}' and points is not null then weight end)
            as {{ dimension }}_weight,
        {%- set dimension_points -%}
        case when dimension = '{{ dimension }}' then weighted_points end
        {%- endset %}
        {{ steady_sum(dimension_points) }}
            as {{ dimension }}_points{% if not loop.last %},{% endif %}
        {%- endfor %}
    from points
    group by metric_day, customer_id, product_id
)

select
    metric_day,
    customer_id,
    product_id,

    arr,
    case
        when known_weight >= {{ signal_threshold('min_weight_covered') }} * all_weight
            then {{ safe_divide('all_weighted_points', 'known_weight') }}
    end as health_score,
    {%- for dimension in dimensions %}
    {{ safe_divide(dimension ~ '_points', dimension ~ '_weight') }} as {{ dimension }}_score,
    {%- endfor %}
    coalesce({{ safe_divide('known_weight', 'all_weight') }}, 0) as weight_covered
from sums
