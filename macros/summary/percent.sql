{% macro percent(rate) -%}
    {{ return('-' if rate is none else '{:.1f} %'.format(rate * 100)) }}
{%- endmacro %}
