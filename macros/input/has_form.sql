{#- Condition: the text has the form of a date, timestamp or number. -#}
{% macro has_form(text, kind) -%}
    length({{ text }}) <= 1000 and {{ matches(text, text_form(kind)) }}
{%- endmacro %}
