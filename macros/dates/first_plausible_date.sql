{% macro first_plausible_date() -%}
    cast('1990-01-01' as date)
{%- endmacro %}
