{#- When a run ends: lets the role of var reader_role enter the schema of the marts. Once a run, since
    hooks of models run side by side. -#}
{% macro open_marts_to_reader() -%}
    {%- set schema = generate_schema_name('marts', none) | trim -%}
    {%- if execute and var('reader_role') and adapter.check_schema_exists(target.database, schema) -%}
        {{ entry_grant(schema, var('reader_role')) }}
    {%- endif -%}
{%- endmacro %}
