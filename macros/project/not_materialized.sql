{#- Stands before the query of a CTE of many rows that is named more than once. DuckDB would hold these
    rows in memory, and write them to disk where memory ends; with this it reads the table again.
    PostgreSQL would plan the joins to them without statistics, one pair of rows after the other. -#}
{% macro not_materialized() -%}
    {{ return(adapter.dispatch('not_materialized', 'product_retention')()) }}
{%- endmacro %}

{% macro default__not_materialized() -%}
    {{ return('') }}
{%- endmacro %}

{% macro duckdb__not_materialized() -%}
    {{ return('not materialized ') }}
{%- endmacro %}

{% macro postgres__not_materialized() -%}
    {{ return(product_retention.duckdb__not_materialized()) }}
{%- endmacro %}

{% macro redshift__not_materialized() -%}
    {{ return(product_retention.default__not_materialized()) }}
{%- endmacro %}
