{#- The columns among those found that have a name: in any case of letters or, where there is none,
    also with or without blanks and underscores. -#}
{% macro columns_named(name, found) -%}
    {%- set same, alike = [], [] -%}
    {%- for column in found -%}
        {%- if column | lower | trim == name | lower -%}
            {%- do same.append(column) -%}
        {%- elif plain_name(column) == plain_name(name) -%}
            {%- do alike.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(same or alike) }}
{%- endmacro %}
