{#- The schema of a model or snapshot as this run names it, whatever dbt_project.yml calls its folder. A
    build as of known_at leaves the present ones out, and has to go by the name that they have as shipped. -#}
{% macro schema_of(name, folder_schema) -%}
    {%- set nodes = graph.nodes.values() if execute and var('known_at') is none else [] -%}
    {%- set found = nodes | selectattr('package_name', 'equalto', 'product_retention')
        | selectattr('resource_type', 'in', ['model', 'snapshot']) | selectattr('name', 'equalto', name)
        | map(attribute='schema') | list -%}
    {{ return(found[0] if found else current_schema_name(folder_schema) | trim) }}
{%- endmacro %}
