{#- A var that models loop over, which they do before check_vars has run. -#}
{% macro list_var(name) -%}
    {%- set complaint = var_complaint(name) -%}
    {%- if complaint -%}
        {{ exceptions.raise_compiler_error(complaint) }}
    {%- endif -%}
    {{ return(setting(name)) }}
{%- endmacro %}
