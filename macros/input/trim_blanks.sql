{#- Blanks are what spreadsheets leave around a text: space, tab, line ends and no-break space. -#}
{% macro trim_blanks(text) -%}
    {{ adapter.dispatch('trim_blanks', 'product_retention')(text) }}
{%- endmacro %}

{% macro default__trim_blanks(text) -%}
    trim({{ text }}, concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(160)))
{%- endmacro %}

{% macro spark__trim_blanks(text) -%}
    trim(both concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(160)) from {{ text }})
{%- endmacro %}
