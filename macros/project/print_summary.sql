{% macro print_summary() -%}
{%- endmacro %}
