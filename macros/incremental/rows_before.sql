{#- The table that keeps, while a build runs, the rows that changed customers had before it. Their
    ids there begin with a blank, which no other id does. -#}
{% macro rows_before(relation) -%}
    {{ return(api.Relation.create(
        database=relation.database, schema=relation.schema,
        identifier=relation.identifier ~ '__before', type='table'
    )) }}
{%- endmacro %}
