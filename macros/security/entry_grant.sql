{#- The grant that lets the role of var reader_role enter a schema; empty where there is no such right. -#}
{% macro entry_grant(schema) -%}
    {{ adapter.dispatch('entry_grant', 'product_retention')(schema) }}
{%- endmacro %}

{% macro default__entry_grant(schema) -%}
{%- endmacro %}

{% macro postgres__entry_grant(schema) -%}
    grant usage on schema {{ adapter.quote(schema) }} to {{ var('reader_role') }}
{%- endmacro %}

{% macro snowflake__entry_grant(schema) -%}
    grant usage on schema {{ target.database }}.{{ schema }} to role {{ var('reader_role') }}
{%- endmacro %}

{% macro databricks__entry_grant(schema) -%}
    grant use schema on schema {{ target.database }}.{{ schema }} to `{{ var('reader_role') }}`
{%- endmacro %}
