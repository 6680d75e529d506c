{% macro add_days(date_expression, days) -%}
    {{ adapter.dispatch('add_days', 'product_retention')(date_expression, days) }}
{%- endmacro %}

{% macro default__add_days(date_expression, days) -%}
    cast({{ dbt.dateadd('day', days, date_expression) }} as date)
{%- endmacro %}

{# The macro of dbt stops the query where the date is null. #}
{% macro spark__add_days(date_expression, days) -%}
    date_add({{ date_expression }}, cast({{ days }} as integer))
{%- endmacro %}
