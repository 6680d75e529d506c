{#- The characters that nobody sees. -#}
{% macro unseen_characters() -%}
    {{ return(
        '\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061'
        ~ '\u2062\u2063\u2064\ufeff'
    ) }}
{%- endmacro %}

{#- A text in which these show as a question mark. -#}
{% macro unseen_shown(text) -%}
    translate({{ text }}, {{ text_literal(unseen_characters()) }}, '{{ '?' * unseen_characters() | length }}')
{%- endmacro %}
