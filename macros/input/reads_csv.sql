{% macro reads_csv() -%}
    {{ return(var('input') == 'files' and var('raw_format') == 'csv') }}
{%- endmacro %}
