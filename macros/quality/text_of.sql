{% macro text_of(expression) -%}
    coalesce(cast({{ expression }} as {{ dbt.type_string() }}), '-')
{%- endmacro %}
