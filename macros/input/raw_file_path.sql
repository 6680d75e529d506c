{#- Path or URL of a raw file. -#}
{% macro raw_file_path(table_name) -%}
    {{ return(var('raw_path') ~ '/' ~ table_name ~ '.' ~ var('raw_format')) }}
{%- endmacro %}
