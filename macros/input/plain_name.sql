{#- A name as names are compared: its letters and digits, in lower case. -#}
{% macro plain_name(name) -%}
    {{ return(modules.re.sub('[\\W_]', '', name | lower)) }}
{%- endmacro %}
