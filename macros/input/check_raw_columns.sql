{#- Stops the model where its raw table lacks a needed column, or names a column twice. -#}
{% macro check_raw_columns(table_name, found, header) -%}
    {%- set names = found | map('lower') | list -%}
    {%- set complaints = [] -%}
    {%- for needed in needed_columns(table_name) -%}
        {%- set choices = needed if is_list(needed) else [needed] -%}
        {%- if not choices | select('in', names) | list -%}
            {%- do complaints.append('lacks the column ' ~ choices | join(' or ')) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in names | unique if names.count(name) > 1 -%}
        {%- do complaints.append('has more than one column ' ~ name) -%}
    {%- endfor -%}
    {%- if complaints -%}
        {{ exceptions.raise_compiler_error(
            'The raw table ' ~ table_name ~ ' ' ~ complaints | join(', ') ~ '. It begins with: '
            ~ header[:500]
            ~ ('. Files are read as UTF-8, with commas, semicolons, tabs or | between the fields.'
               if reads_csv() else '')
        ) }}
    {%- endif -%}
{%- endmacro %}
