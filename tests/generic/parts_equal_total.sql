{% test parts_equal_total(
    model, total, part_column, total_column, on_columns, part_where='1 = 1', total_where='1 = 1'
) %}
{%- set model = tested_model(model) %}
with parts as (
    select
        {{ on_columns | join(', ') }},
        sum({{ part_column }}) as parts_sum
    from {{ model }}
    where {{ part_where }}
    group by {{ on_columns | join(', ') }}
),

totals as (
    select
        {{ on_columns | join(', ') }},
        sum({{ total_column }}) as total_sum
    from {{ total }}
    where {{ total_where }}
    group by {{ on_columns | join(', ') }}
)

select
    {% for column in on_columns -%}
    coalesce(parts.{{ column }}, totals.{{ column }}) as {{ column }},
    {% endfor -%}
    parts.parts_sum,
    totals.total_sum,
    coalesce(parts.parts_sum, 0) - coalesce(totals.total_sum, 0) as difference
from parts
full outer join totals
    on {% for column in on_columns -%}
        {{ 'and ' if not loop.first }}parts.{{ column }} = totals.{{ column }}
        {% endfor %}
where coalesce(parts.parts_sum, 0) <> coalesce(totals.total_sum, 0)
{% endtest %}
