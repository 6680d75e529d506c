{% macro raw_rows(table_name, columns) -%}
    {%- if has_input(table_name) -%}
        {{ select_with_absent_columns(raw_relation(table_name), table_name, columns) }}
    {%- else -%}
        {{ empty_rows(columns) }}
    {%- endif -%}
{%- endmacro %}
