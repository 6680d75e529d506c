{#- A query for a raw table with every column asked for. A column that the table lacks is null; a
    table that does not exist has no row. -#}
{% macro raw_rows(table_name, columns) -%}
    {%- if has_input(table_name) -%}
        {{ adapter.dispatch('raw_rows', 'product_retention')(table_name, columns) }}
    {%- else -%}
    select
        {%- for column in columns %}
        cast(null as {{ dbt.type_string() }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    limit 0
    {%- endif -%}
{%- endmacro %}

{% macro default__raw_rows(table_name, columns) -%}
    {%- set absent = var('absent_columns').get(table_name, []) -%}
    select
        {%- for column in columns %}
        {{ 'cast(null as ' ~ dbt.type_string() ~ ') as ' if column in absent }}{{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ raw_relation(table_name) }}
{%- endmacro %}

{# DuckDB finds out by itself which columns are absent. #}
{% macro duckdb__raw_rows(table_name, columns) -%}
    (
        select
            {%- for column in columns %}
            null as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        limit 0
    )
    union all by name
    select * from {{ raw_relation(table_name) }}
{%- endmacro %}
