{% macro clean_text(column) -%}
    nullif({{ trim_blanks('cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')') }}, '')
{%- endmacro %}
