{#- Before a staging model: stops it with one message where its raw table is not there or lacks a
    needed column. A CSV file becomes a view of this connection, raw_<table>. -#}
{% macro open_raw_table(table_name) -%}
    {%- if execute and has_input(table_name) -%}
        {%- if var('input') == 'files' -%}
            {%- do check_raw_file(table_name) -%}
        {%- endif -%}
        {%- if reads_csv() -%}
            {%- set header = csv_header(table_name) -%}
            {%- do check_raw_columns(table_name, header['columns'], header['line']) -%}
            {{ csv_view(table_name, header) }}
        {%- else -%}
            {%- set relation = raw_relation(table_name) -%}
            {%- if var('input') != 'files' and not relation_exists(relation) -%}
                {{ exceptions.raise_compiler_error(
                    'There is no table ' ~ relation ~ '. ' ~ missing_table_advice(table_name)
                ) }}
            {%- endif -%}
            {%- set found = run_query('select * from ' ~ relation ~ ' where 1 = 0').column_names -%}
            {%- do check_raw_columns(table_name, found, found | join(', ')) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
