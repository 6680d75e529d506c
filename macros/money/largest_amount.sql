{% macro largest_amount() -%}
    10000000000000
{%- endmacro %}
