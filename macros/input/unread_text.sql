{% macro unread_text(column, type) -%}
    case when {{ try_cast(column, type) }} is null then {{ clean_text(column) }} end
{%- endmacro %}
