{#- The column that one which is used for nothing may be meant for: the name is known for it in some
    system, or close to a name of a column that no other was found for. None where there is no such. -#}
{% macro likely_column(table_name, name, matched) -%}
    {%- set known, nearest = known_columns(table_name), {} -%}
    {%- for column, names in known.items() -%}
        {%- if columns_named(name, [column] + names) -%}
            {{ return(column) }}
        {%- elif column not in matched and nearest_name(name, [column] + names, 0.75) -%}
            {%- do nearest.update({column: names}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(nearest | list | first | default(none)) }}
{%- endmacro %}
