{#- Runs before a staging model. Stops it with one message where its raw table does not exist or lacks
    a needed column. Renders the statement that makes a view of a CSV file, raw_<table>, for this
    connection; nothing for other inputs. -#}
{% macro open_raw_table(table_name) -%}
    {%- if execute and has_input(table_name) -%}
        {%- do check_raw_table(table_name) -%}
        {%- if reads_csv() -%}
            {%- set header = csv_header(table_name) -%}
            {%- do check_raw_columns(table_name, header['columns'], header['line']) -%}
            {{ csv_view(table_name, header) }}
        {%- else -%}
            {%- set query = 'select * from ' ~ raw_relation(table_name) ~ ' where false limit 0' -%}
            {%- set found = run_query(query).column_names -%}
            {%- do check_raw_columns(table_name, found, found | join(', ')) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
