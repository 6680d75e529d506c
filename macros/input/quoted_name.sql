{#- The name of a column in quotes, whatever it contains. -#}
{% macro quoted_name(name) -%}
    {%- set mark = adapter.quote('')[0] -%}
    {{ return(mark ~ name | replace(mark, mark * 2) ~ mark) }}
{%- endmacro %}

{% macro quoted_names(names) -%}
    {%- set quoted = [] -%}
    {%- for name in names -%}
        {%- do quoted.append(quoted_name(name)) -%}
    {%- endfor -%}
    {{ return(quoted) }}
{%- endmacro %}
