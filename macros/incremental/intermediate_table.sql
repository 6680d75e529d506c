{#- A table among the intermediate models that the graph need not hold. -#}
{% macro intermediate_table(name) -%}
    {{ return(api.Relation.create(
        database=target.database or none,
        schema=generate_schema_name('intermediate', none) | trim,
        identifier=name,
        type='table'
    )) }}
{%- endmacro %}
