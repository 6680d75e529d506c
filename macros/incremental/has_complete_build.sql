{#- Nothing is known of the database while the project is parsed. -#}
{% macro has_complete_build() -%}
    {%- set relation = complete_build() -%}
    {{ return(
        execute
        and adapter.get_relation(relation.database, relation.schema, relation.identifier) is not none
    ) }}
{%- endmacro %}
