{% macro clean_text(column) -%}
    nullif({{ binary_text(trim_blanks('cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')')) }}, '')
{%- endmacro %}
