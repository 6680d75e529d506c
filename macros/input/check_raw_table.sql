{#- Stops the model with advice where its raw table or file does not exist, or the file is empty. Of
    a URL the database says so. -#}
{% macro check_raw_table(table_name) -%}
    {%- set is_file = setting('input') == 'files' -%}
    {%- set advice -%}
        {%- if setting('input') == 'sample' -%}
            Load the sample data: dbt build, or dbt seed.
        {%- else -%}
            Correct {{ 'var raw_path' if is_file else 'vars raw_database and raw_schema' }}
            {{- ', or leave ' ~ table_name ~ ' out of var optional_inputs' if table_name != 'licenses' }}.
        {%- endif -%}
    {%- endset -%}
    {%- set path = raw_file_path(table_name) -%}
    {%- if not is_file and not relation_exists(raw_relation(table_name)) -%}
        {{ exceptions.raise_compiler_error(
            'There is no table ' ~ raw_relation(table_name) ~ '. ' ~ advice
        ) }}
    {%- elif is_file and '://' not in path -%}
        {%- if not run_query('select file from glob(' ~ text_literal(path) ~ ')').rows -%}
            {%- set others = run_query(
                'select file from glob(' ~ text_literal(path.rsplit('.', 1)[0] ~ '.*') ~ ') order by file'
            ).rows -%}
            {{ exceptions.raise_compiler_error(
                'There is no file ' ~ path
                ~ (', but ' ~ others[0][0] ~ '. Set var raw_format to parquet or xlsx where it is that, '
                   ~ 'else save it as CSV in UTF-8.' if others else '. ' ~ advice)
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
