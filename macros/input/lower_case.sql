{#- A text in lower-case letters, of all alphabets. -#}
{% macro lower_case(text) -%}
    {{ adapter.dispatch('lower_case', 'product_retention')(text) }}
{%- endmacro %}

{% macro default__lower_case(text) -%}
    lower({{ text }})
{%- endmacro %}

{# Ordering by codes (clean_text) would leave all but the letters from A to Z as they are. #}
{% macro postgres__lower_case(text) -%}
    lower({{ text }} collate "und-x-icu") collate "C"
{%- endmacro %}

{# Redshift compares by codes, and knows the letters of all alphabets. #}
{% macro redshift__lower_case(text) -%}
    {{ product_retention.default__lower_case(text) }}
{%- endmacro %}
