{% macro reads_csv() -%}
    {{ return(setting('input') == 'files' and setting('raw_format') == 'csv') }}
{%- endmacro %}
