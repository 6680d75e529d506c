{#- The relation that names the last complete build: one row, its id. It is there as long as tables
    that are built by customer all stand as that build left them, or as a later one will find by
    int_changed_customers. -#}
{% macro complete_build() -%}
    {{ return(api.Relation.create(
        database=target.database or none,
        schema=generate_schema_name('intermediate', none) | trim,
        identifier='int_complete_build',
        type='table'
    )) }}
{%- endmacro %}
