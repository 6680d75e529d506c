{% macro amount(value) -%}
    {{ return('-' if value is none else '{:,.2f}'.format(value)) }}
{%- endmacro %}
