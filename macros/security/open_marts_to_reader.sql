{#- When a run ends: lets the role of var reader_role enter the schema of the marts, where that is a
    right of its own. Once a run, since hooks of models run side by side. -#}
{% macro open_marts_to_reader() -%}
    {%- set schema = generate_schema_name('marts', none) | trim -%}
    {%- set grant = entry_grant(schema) | trim -%}
    {%- if execute and grant and var('reader_role')
        and adapter.check_schema_exists(target.database, schema) -%}
        {{ grant }}
    {%- endif -%}
{%- endmacro %}
