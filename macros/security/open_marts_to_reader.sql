{#- When a run ends: lets the role of var reader_role enter the schema of the marts, where that is a
    right of its own. Once a run, since hooks of models run side by side. -#}
{% macro open_marts_to_reader() -%}
    {{ adapter.dispatch('open_marts_to_reader', 'product_retention')() }}
{%- endmacro %}

{% macro default__open_marts_to_reader() -%}
{%- endmacro %}

{% macro postgres__open_marts_to_reader() -%}
    {%- set schema = generate_schema_name('marts', none) | trim -%}
    {%- if execute and var('reader_role') and adapter.check_schema_exists(target.database, schema) -%}
    grant usage on schema {{ adapter.quote(schema) }} to {{ var('reader_role') }}
    {%- endif -%}
{%- endmacro %}

{% macro snowflake__open_marts_to_reader() -%}
    {%- set schema = generate_schema_name('marts', none) | trim -%}
    {%- if execute and var('reader_role') and adapter.check_schema_exists(target.database, schema) -%}
    grant usage on schema {{ target.database }}.{{ schema }} to role {{ var('reader_role') }}
    {%- endif -%}
{%- endmacro %}

{% macro databricks__open_marts_to_reader() -%}
    {%- set schema = generate_schema_name('marts', none) | trim -%}
    {%- if execute and var('reader_role') and adapter.check_schema_exists(target.database, schema) -%}
    grant use schema on schema {{ target.database }}.{{ schema }} to `{{ var('reader_role') }}`
    {%- endif -%}
{%- endmacro %}
