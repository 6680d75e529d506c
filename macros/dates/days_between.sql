{% macro days_between(from_date, until_date) -%}
    {{ adapter.dispatch('days_between', 'product_retention')(from_date, until_date) }}
{%- endmacro %}

{% macro default__days_between(from_date, until_date) -%}
    {{ dbt.datediff(from_date, until_date, 'day') }}
{%- endmacro %}

{# The macro of dbt stops the query where a date is null. #}
{% macro spark__days_between(from_date, until_date) -%}
    datediff({{ until_date }}, {{ from_date }})
{%- endmacro %}
