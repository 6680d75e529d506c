{#- Is there such a table or view? -#}
{% macro relation_exists(relation) -%}
    {{ return(adapter.dispatch('relation_exists', 'product_retention')(relation)) }}
{%- endmacro %}

{% macro default__relation_exists(relation) -%}
    {{ return(load_relation(relation) is not none) }}
{%- endmacro %}

{# dbt sees no views of an Iceberg catalog. #}
{% macro spark__relation_exists(relation) -%}
    {{ return(adapter.get_columns_in_relation(relation) | length > 0) }}
{%- endmacro %}
