{% macro money_type() -%}
    decimal(18, 2)
{%- endmacro %}
