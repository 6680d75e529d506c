{% macro month_index(date_expression) -%}
    cast(
        extract(year from {{ date_expression }}) * 12
        + extract(month from {{ date_expression }}) - 1 as integer
    )
{%- endmacro %}
