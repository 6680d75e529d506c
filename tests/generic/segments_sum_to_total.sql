{% test segments_sum_to_total(
    model, total, on_columns,
    columns=[
        'opening_arr', 'closing_arr', 'price_arr', 'fx_arr', 'opening_customers',
        'churned_customers',
    ]
) %}
{%- set model = tested_model(model) %}
with segment_sums as (
    select
        segment_type,
        {{ on_columns | join(', ') }},
        {%- for column in columns %}
        sum({{ column }}) as {{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ model }}
    group by segment_type, {{ on_columns | join(', ') }}
),

segment_types as (
    select segment_type
    from {{ model }}
    group by segment_type
)

select
    segment_types.segment_type,
    {%- for column in on_columns %}
    totals.{{ column }},
    {%- endfor %}
    {%- for column in columns %}
    coalesce(segment_sums.{{ column }}, 0) - totals.{{ column }} as {{ column }}_difference
    {{- "," if not loop.last }}
    {%- endfor %}
from {{ total }} as totals
cross join segment_types
left join segment_sums
    on
        segment_types.segment_type = segment_sums.segment_type
        {%- for column in on_columns %}
        and totals.{{ column }} = segment_sums.{{ column }}
        {%- endfor %}
where
    {%- for column in columns %}
    {{ 'or ' if not loop.first }}coalesce(segment_sums.{{ column }}, 0) <> totals.{{ column }}
    {%- endfor %}
{% endtest %}
