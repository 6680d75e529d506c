{#- Overrides dbt's own: the type string of a contract would be a text of 256 bytes. -#}
{% macro redshift__get_table_columns_and_constraints() -%}
    {%- set columns = [] -%}
    {%- for column in adapter.render_raw_columns_constraints(raw_columns=model['columns']) -%}
        {%- set words = column.split(' ') -%}
        {%- if words[1] | lower in ['text', 'string'] -%}
            {%- do columns.append(([words[0], type_string()] + words[2:]) | join(' ')) -%}
        {%- else -%}
            {%- do columns.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
    ({{ columns | join(', ') }})
{%- endmacro %}
