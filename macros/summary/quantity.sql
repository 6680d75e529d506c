{% macro quantity(value) -%}
    {{ return('-' if value is none else '{:,f}'.format(value.normalize())) }}
{%- endmacro %}
