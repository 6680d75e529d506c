{#- Stops the model where a raw file is not there or is empty. Of a URL the database says so. -#}
{% macro check_raw_file(table_name) -%}
    {%- set path = raw_file_path(table_name) -%}
    {%- if '://' not in path -%}
        {%- set files = run_query('select file from glob(' ~ text_literal(path) ~ ')').rows -%}
        {%- if not files -%}
            {{ exceptions.raise_compiler_error(
                'There is no file ' ~ path ~ '. ' ~ missing_table_advice(table_name)
            ) }}
        {%- endif -%}
        {%- set sizes = run_query('select sum(size) from read_blob(' ~ text_literal(path) ~ ')').rows -%}
        {%- if not sizes[0][0] -%}
            {{ exceptions.raise_compiler_error(
                'The file ' ~ path ~ ' is empty: not even a line with the names of the columns.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
