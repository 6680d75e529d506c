{#- The schema of the present figures, as var schema_convention names it. -#}
{% macro current_schema_name(custom_schema_name, node=none) -%}
    {%- if var('schema_convention') == 'by_target' -%}
        {{ generate_schema_name_for_env(custom_schema_name, node) }}
    {%- else -%}
        {{ default__generate_schema_name(custom_schema_name, node) }}
    {%- endif -%}
{%- endmacro %}
