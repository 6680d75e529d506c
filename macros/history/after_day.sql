{#- The first moment after a day. -#}
{% macro after_day(day) -%}
    {{ adapter.dispatch('after_day', 'product_retention')(day) }}
{%- endmacro %}

{% macro default__after_day(day) -%}
    {{ dbt.dateadd('day', 1, "cast('" ~ day ~ "' as timestamp)") }}
{%- endmacro %}

{# dbt's own makes a datetime of it, which BigQuery compares with no timestamp. #}
{% macro bigquery__after_day(day) -%}
    timestamp_add(cast('{{ day }}' as timestamp), interval 1 day)
{%- endmacro %}
