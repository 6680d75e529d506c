{#- Where a model or snapshot of this project stands as this run names it, whatever a dbt_project.yml calls
    its folder: database and schema. A build as of known_at leaves the present ones out, and has to go by
    the names that they have as shipped. -#}
{% macro place_of(name, folder_schema) -%}
    {%- set node = own_node(name) if setting('known_at') is none else none -%}
    {{ return({
        'database': (node.database if node else target.database) or none,
        'schema': node.schema if node else current_schema_name(folder_schema) | trim,
        'identifier': node.alias if node and node.alias else name,
    }) }}
{%- endmacro %}
