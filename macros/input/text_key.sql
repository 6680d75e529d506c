{#- What texts that are equal but for case and blanks have in common. -#}
{% macro text_key(text) -%}
    {{ without_characters(lower_case(text), blanks()) }}
{%- endmacro %}
