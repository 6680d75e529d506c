{% macro add_months(date_expression, months) -%}
    {{ adapter.dispatch('add_months', 'product_retention')(date_expression, months) }}
{%- endmacro %}

{% macro default__add_months(date_expression, months) -%}
    cast({{ dbt.dateadd('month', months, date_expression) }} as date)
{%- endmacro %}

{# The macro of dbt stops the query where the date is null. #}
{% macro spark__add_months(date_expression, months) -%}
    add_months({{ date_expression }}, cast({{ months }} as integer))
{%- endmacro %}
