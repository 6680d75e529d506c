{% macro raw_relation(table_name) -%}
    {%- if var('input') == 'sample' -%}
        {{ return(ref('sample_' ~ table_name)) }}
    {%- elif var('input') == 'tables' -%}
        {{ return(source('planhat', table_name)) }}
    {%- endif -%}
    {%- set relation = source('planhat_files', table_name) -%}
    {{ return('raw_' ~ table_name ~ '.' ~ table_name if reads_csv() else relation) }}
{%- endmacro %}
