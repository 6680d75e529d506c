{#- Runs before a model that reads raw tables beside staging: opens those that this run has not opened,
    because it does not build their staging models. -#}
{% macro open_raw_tables() -%}
    {%- if execute and reads_csv() -%}
        {%- set opened = run_query(
            "select table_name from duckdb_tables() where database_name = 'raw_' || table_name"
        ).columns[0].values() -%}
        {%- for table_name in raw_tables() if table_name not in opened -%}
            {%- do open_raw_table(table_name) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
