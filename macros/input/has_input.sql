{% macro has_input(table_name) -%}
    {%- if table_name == 'licenses' -%}
        {{ return(uses_source('planhat')) }}
    {%- elif table_name in ['customer_links', 'license_links'] and setting('input') == 'sample' -%}
        {{ return(false) }}
    {%- endif -%}
    {{ return(table_name in list_var('optional_inputs')) }}
{%- endmacro %}
