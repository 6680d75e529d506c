{#- The name of a column in quotes, whatever it contains. -#}
{% macro quoted_name(name) -%}
    {%- set mark = adapter.quote('')[0] -%}
    {{ return(mark ~ name | replace(mark, mark * 2) ~ mark) }}
{%- endmacro %}
