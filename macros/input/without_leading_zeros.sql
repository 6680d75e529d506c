{#- A text without the zeros that it begins with. -#}
{% macro without_leading_zeros(text) -%}
    {{ adapter.dispatch('without_leading_zeros', 'product_retention')(text) }}
{%- endmacro %}

{% macro default__without_leading_zeros(text) -%}
    ltrim({{ text }}, '0')
{%- endmacro %}

{# The function of Spark takes its arguments the other way round. #}
{% macro spark__without_leading_zeros(text) -%}
    trim(leading '0' from {{ text }})
{%- endmacro %}
