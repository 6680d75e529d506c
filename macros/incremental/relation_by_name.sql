{#- A model as the last build left it: a ref to one that is built later would be a circle. One that is
    not enabled now was an intermediate one. -#}
{% macro relation_by_name(name) -%}
    {%- for node in graph.get('nodes', {}).values() if node.resource_type == 'model' and node.name == name -%}
        {{ return(api.Relation.create(
            database=node.database, schema=node.schema, identifier=node.alias
        )) }}
    {%- endfor -%}
    {{ return(intermediate_table(name)) }}
{%- endmacro %}
