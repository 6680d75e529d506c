{% macro money_total_type() -%}
    decimal(28, 2)
{%- endmacro %}
