{#- A var that models loop over: refused at once if it is not a list of allowed values. -#}
{% macro list_var(name) -%}
    {%- set allowed = var_allowed(var_rules()[name], var(name)) -%}
    {%- if allowed -%}
        {{ exceptions.raise_compiler_error(var_complaint(name, allowed)) }}
    {%- endif -%}
    {{ return(var(name)) }}
{%- endmacro %}
