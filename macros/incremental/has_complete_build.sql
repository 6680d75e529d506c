{% macro has_complete_build() -%}
    {%- set relation = complete_build() -%}
    {{ return(
        adapter.get_relation(relation.database, relation.schema, relation.identifier) is not none
    ) }}
{%- endmacro %}
