{% macro reading_right() -%}
    {{ return(adapter.dispatch('reading_right', 'product_retention')()) }}
{%- endmacro %}

{% macro default__reading_right() -%}
    {{ return('select') }}
{%- endmacro %}

{% macro bigquery__reading_right() -%}
    {{ return('roles/bigquery.dataViewer') }}
{%- endmacro %}
