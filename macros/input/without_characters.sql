{#- A text without any of some characters. -#}
{% macro without_characters(text, characters) -%}
    {{ adapter.dispatch('without_characters', 'product_retention')(text, characters) }}
{%- endmacro %}

{% macro default__without_characters(text, characters) -%}
    translate({{ text }}, {{ text_literal(characters) }}, '')
{%- endmacro %}
