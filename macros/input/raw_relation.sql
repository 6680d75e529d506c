{% macro raw_relation(table_name) -%}
    {%- if setting('input') == 'sample' -%}
        {{ return(ref('product_retention', 'sample_' ~ table_name)) }}
    {%- elif table_name in setting('raw_models') -%}
        {{ return(ref(setting('raw_models')[table_name])) }}
    {%- elif setting('input') == 'tables' -%}
        {{ return(source('planhat', table_name)) }}
    {%- endif -%}
    {%- set relation = source('planhat_files', table_name) -%}
    {{ return('raw_' ~ table_name ~ '.' ~ table_name if reads_csv() else relation) }}
{%- endmacro %}
