{#- A model or snapshot of this project as this run knows it, with its database and schema; none where
    the run leaves it out. Another project may have a model of the same name. -#}
{% macro own_node(name) -%}
    {%- set nodes = graph.nodes.values() if execute else [] -%}
    {{ return(
        nodes | selectattr('package_name', 'equalto', 'product_retention')
        | selectattr('resource_type', 'in', ['model', 'snapshot'])
        | selectattr('name', 'equalto', name) | first | default(none)
    ) }}
{%- endmacro %}
