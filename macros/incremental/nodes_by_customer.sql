{#- The models whose tables must all be built before a build is complete. -#}
{% macro nodes_by_customer() -%}
    {%- set nodes = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and 'by_customer' in node.tags -%}
        {%- do nodes.append(node) -%}
    {%- endfor -%}
    {{ return(nodes) }}
{%- endmacro %}
