{#- The relation that names the last complete build: one row, its id. It is there as long as tables
    that are built by customer all stand as that build left them, or as a later one will find by
    int_changed_customers. -#}
{% macro complete_build() -%}
    {{ return(intermediate_table('int_complete_build')) }}
{%- endmacro %}
