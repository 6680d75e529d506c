{#- Lets the role of var reader_role read the mart that was just built. -#}
{% macro grant_to_reader() -%}
    {%- if var('reader_role') -%}
        {{ get_grant_sql(this, reading_right(), [var('reader_role')]) }}
    {%- endif -%}
{%- endmacro %}
