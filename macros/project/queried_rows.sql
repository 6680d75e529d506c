{#- The rows of a query, each a mapping of lower-case column names to values: Snowflake gives the names
    in capitals. -#}
{% macro queried_rows(sql) -%}
    {%- set result = run_query(sql) -%}
    {%- set names = result.column_names | map('lower') | list -%}
    {%- set rows = [] -%}
    {%- for row in result.rows -%}
        {%- do rows.append(dict(zip(names, row.values()))) -%}
    {%- endfor -%}
    {{ return(rows) }}
{%- endmacro %}
