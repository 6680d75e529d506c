{#- Fifteen hexadecimal digits made of all columns of a row; a null is none of the texts. -#}
{% macro row_digest(columns) -%}
    substr(md5(
                    {%- for column in columns %}
                    {{ '|| ' if not loop.first -}}
                    coalesce('=' || cast({{ column }} as {{ dbt.type_string() }}), '-')
                    || '{{ '\x1f' }}'
                    {%- endfor %}
                ), 1, 15)
{%- endmacro %}
