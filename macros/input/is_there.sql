{#- Is there such a table or view? -#}
{% macro is_there(relation) -%}
    {{ return(adapter.dispatch('is_there', 'product_retention')(relation)) }}
{%- endmacro %}

{% macro default__is_there(relation) -%}
    {{ return(load_relation(relation) is not none) }}
{%- endmacro %}

{# dbt sees no views of an Iceberg catalog. #}
{% macro spark__is_there(relation) -%}
    {{ return(adapter.get_columns_in_relation(relation) | length > 0) }}
{%- endmacro %}
