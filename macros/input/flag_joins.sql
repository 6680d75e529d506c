{#- Joins the words of each flag to cleaned.text_<flag>, as <flag>_words. -#}
{% macro flag_joins(flags) -%}
    {%- for flag in flags %}
    {{- '\n    ' if not loop.first }}left join flag_words as {{ flag }}_words
        on lower(cleaned.text_{{ flag }}) = {{ flag }}_words.word
    {%- endfor %}
{%- endmacro %}
