{% macro has_input(table_name) -%}
    {{ return(table_name == 'licenses' or table_name in list_var('optional_inputs')) }}
{%- endmacro %}
