{#- A text in upper-case letters, of all alphabets. -#}
{% macro upper_case(text) -%}
    {{ adapter.dispatch('upper_case', 'product_retention')(text) }}
{%- endmacro %}

{% macro default__upper_case(text) -%}
    upper({{ text }})
{%- endmacro %}

{# See lower_case. #}
{% macro postgres__upper_case(text) -%}
    upper({{ text }} collate "und-x-icu") collate "C"
{%- endmacro %}

{# Redshift compares by codes, and knows the letters of all alphabets. #}
{% macro redshift__upper_case(text) -%}
    {{ product_retention.default__upper_case(text) }}
{%- endmacro %}
