{#- Condition: the text is three letters from A to Z, as every ISO currency is. -#}
{% macro is_currency_code(text) -%}
    (length({{ text }}) = 3 and translate({{ text }}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') = '')
{%- endmacro %}
