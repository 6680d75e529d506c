{% macro largest_quantity() -%}
    1000000000
{%- endmacro %}
