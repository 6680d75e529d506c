{% macro raw_relation(table_name) -%}
    {%- if var('input') == 'sample' -%}
        {{ return(ref('sample_' ~ table_name)) }}
    {%- elif var('input') == 'tables' -%}
        {{ return(source('planhat', table_name)) }}
    {%- endif -%}
    {%- set relation = source('planhat_files', table_name) -%}
    {%- if not reads_csv() -%}
        {{ return(relation) }}
    {%- elif table_name == 'licenses' -%}
        {{ return('raw_files.licenses') }}
    {%- endif -%}
    {{ return('(select * from raw_files.' ~ table_name ~ ' where unread_line is null)') }}
{%- endmacro %}
