{% macro missing_table_advice(table_name) -%}
    {%- if var('input') == 'sample' -%}
        {{ return('Load the sample data: dbt build, or dbt seed.') }}
    {%- endif -%}
    {%- set vars = 'var raw_path' if var('input') == 'files' else 'vars raw_database and raw_schema' -%}
    {{ return(
        'Correct ' ~ vars
        ~ ('.' if table_name == 'licenses' else ', or leave ' ~ table_name ~ ' out of var optional_inputs.')
    ) }}
{%- endmacro %}
