{#- A query for a raw table with every column asked for, by its name in the contract. A column that the
    table lacks is null; a table that does not exist has no row. Of a CSV file it has the lines that
    could not be read (unread_line), or not without mending (mended_line). -#}
{% macro raw_rows(table_name, columns) -%}
    {%- set found = found_columns(table_name) -%}
    {%- set matched = matched_columns(table_name, found) if found is not none else {} -%}
    {%- set missing = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
    select
        {%- for line in ['unread_line', 'mended_line'] %}
        {{ line if reads_csv() and has_input(table_name) else missing ~ ' as ' ~ line }},
        {%- endfor %}
        {%- for column in columns %}
        {%- if not has_input(table_name) or (found is not none and column not in matched) %}
        {{ missing }} as {{ column }}
        {%- elif found is none or matched[column] == column and setting('input') == 'sample' %}
        {{ column }}
        {%- else %}
        {{ matched[column] if setting('input') == 'sample' else quoted_name(matched[column]) }} as {{ column }}
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    {%- if not has_input(table_name) %}
    limit 0
    {%- else %}
    from {{ raw_relation(table_name) }}
    {%- endif %}
{%- endmacro %}
