{#- Put before the query of a CTE that many rows come through and that is named more than once. DuckDB
    would hold these rows in memory, and write them to disk where memory ends; with this it reads the
    table again. Not where a build reads changed customers only: their rows are few. -#}
{% macro read_anew() -%}
    {{ return(adapter.dispatch('read_anew', 'product_retention')()) }}
{%- endmacro %}

{% macro default__read_anew() -%}
    {{ return('') }}
{%- endmacro %}

{% macro duckdb__read_anew() -%}
    {%- set reads_few_rows = is_built_by_customer() and has_complete_build() -%}
    {{ return('' if reads_few_rows else 'not materialized ') }}
{%- endmacro %}
