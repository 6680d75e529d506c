{#- Condition: the text is a number that may be too large for a column. -#}
{% macro is_long_number(text) -%}
    {{ has_form(text, 'number') }} and (length({{ text }}) > 13 or lower({{ text }}) like '%e%')
{%- endmacro %}
