{#- Path or URL of a raw file. -#}
{% macro raw_file_path(table_name) -%}
    {{ return(setting('raw_path') ~ '/' ~ table_name ~ '.' ~ setting('raw_format')) }}
{%- endmacro %}
