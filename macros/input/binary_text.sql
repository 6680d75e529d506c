{#- A text that is compared and ordered by the codes of its letters, whatever the language of the
    database: all engines then agree on who comes first. Columns made from it keep that. -#}
{% macro binary_text(text) -%}
    {{ adapter.dispatch('binary_text', 'product_retention')(text) }}
{%- endmacro %}

{% macro default__binary_text(text) -%}
    {{ text }}
{%- endmacro %}

{% macro postgres__binary_text(text) -%}
    ({{ text }}) collate "C"
{%- endmacro %}

{# Redshift, unlike PostgreSQL, compares by codes as it is. #}
{% macro redshift__binary_text(text) -%}
    {{ product_retention.default__binary_text(text) }}
{%- endmacro %}
