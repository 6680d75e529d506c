{#- A text to put rows in order by: by codes of characters, as most engines compare. -#}
{% macro byte_order(text) -%}
    {{ adapter.dispatch('byte_order', 'product_retention')(text) }}
{%- endmacro %}

{% macro default__byte_order(text) -%}
    {{ text }}
{%- endmacro %}

{# A table with a contract has texts in the collation of the database, often that of a language. #}
{% macro postgres__byte_order(text) -%}
    {{ text }} collate "C"
{%- endmacro %}

{% macro redshift__byte_order(text) -%}
    {{ product_retention.default__byte_order(text) }}
{%- endmacro %}
