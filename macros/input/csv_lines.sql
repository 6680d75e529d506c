{#- A query for the lines of a CSV file as column line, in their order, whatever they hold. -#}
{% macro csv_lines(table_name, encoding) -%}
    {{ return(
        'select line from read_csv(' ~ text_literal(raw_file_path(table_name))
        ~ ", encoding = '" ~ encoding ~ "', columns = {'line': 'varchar'}, "
        ~ "auto_detect = false, header = false, delim = '\x07', quote = '', escape = '', comment = '', "
        ~ 'strict_mode = false, parallel = false, ignore_errors = true)'
    ) }}
{%- endmacro %}
