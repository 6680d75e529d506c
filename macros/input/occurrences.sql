{#- How often a character stands in a text. -#}
{% macro occurrences(text, character) -%}
    (length({{ text }}) - length(replace({{ text }}, {{ character }}, '')))
{%- endmacro %}
