{#- Is it something to loop over, neither text nor a mapping? -#}
{% macro is_list(value) -%}
    {{ return(value is iterable and value is not string and value is not mapping) }}
{%- endmacro %}
