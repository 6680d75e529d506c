{% macro raw_relation(table_name) -%}
    {%- if var('input') == 'sample' -%}
        {{ return(ref('sample_' ~ table_name)) }}
    {%- elif var('input') == 'tables' -%}
        {{ return(source('planhat', table_name)) }}
    {%- else -%}
        {{ return(source('planhat_files', table_name)) }}
    {%- endif -%}
{%- endmacro %}
