{#- When a run ends: lets the role of var reader_role enter the schema of the marts. Once a run, since
    hooks of models run side by side. -#}
{% macro open_marts_to_reader() -%}
    {%- set mart = own_node('dim_months') if takes_part() else none -%}
    {%- if mart and setting('reader_role') and adapter.check_schema_exists(mart.database, mart.schema) -%}
        {{ entry_grant(mart.schema, setting('reader_role')) }}
    {%- endif -%}
{%- endmacro %}
