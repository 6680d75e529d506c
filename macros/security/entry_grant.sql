{#- The grant that lets a role enter a schema; empty where a database knows no such right. -#}
{% macro entry_grant(schema, role) -%}
    {{ adapter.dispatch('entry_grant', 'product_retention')(schema, role) }}
{%- endmacro %}

{% macro default__entry_grant(schema, role) -%}
{%- endmacro %}

{% macro postgres__entry_grant(schema, role) -%}
    grant usage on schema {{ adapter.quote(schema) }} to {{ role }}
{%- endmacro %}

{% macro snowflake__entry_grant(schema, role) -%}
    grant usage on schema {{ target.database }}.{{ schema }} to role {{ role }}
{%- endmacro %}

{% macro databricks__entry_grant(schema, role) -%}
    grant use schema on schema {{ target.database }}.{{ schema }} to `{{ role }}`
{%- endmacro %}
