{% macro month_start(month_index_expression) -%}
    {{ adapter.dispatch('month_start', 'product_retention')(month_index_expression) }}
{%- endmacro %}

{% macro default__month_start(month_index_expression) -%}
    make_date(
        cast(floor(({{ month_index_expression }}) / 12) as integer),
        cast(mod({{ month_index_expression }}, 12) + 1 as integer),
        1
    )
{%- endmacro %}

{% macro duckdb__month_start(month_index_expression) -%}
    make_date(
        ({{ month_index_expression }}) // 12, ({{ month_index_expression }}) % 12 + 1, 1
    )
{%- endmacro %}
