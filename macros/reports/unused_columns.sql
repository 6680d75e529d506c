{#- Lines of the summary that name the columns of the input which are used for nothing, at most 12 of a
    table; an empty column without a name is none. -#}
{% macro unused_columns(profile) -%}
    {%- set unused = queried_rows(
        'select raw_table, column_name from ' ~ profile ~ ' where matched_to is null '
        ~ "and not (column_name like 'unnamed%' and value_rows = 0) order by raw_table, column_number"
    ) -%}
    {%- set lines = [] -%}
    {%- for table_name, columns in unused | groupby('raw_table') -%}
        {%- set names = columns | map(attribute='column_name') | list -%}
        {%- do lines.append(
            'Columns of ' ~ table_name ~ ' that are used for nothing: ' ~ names[:12] | join(', ')
            ~ (' and ' ~ (names | length - 12) ~ ' more' if names | length > 12) ~ '.'
        ) -%}
    {%- endfor -%}
    {{ return(lines and [''] + lines) }}
{%- endmacro %}
