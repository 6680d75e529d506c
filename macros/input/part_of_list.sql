{#- One part of a text with commas between its parts. -#}
{% macro part_of_list(list, number) -%}
    {{ adapter.dispatch('part_of_list', 'product_retention')(list, number) }}
{%- endmacro %}

{% macro default__part_of_list(list, number) -%}
    split_part({{ list }}, ',', cast({{ number }} as integer))
{%- endmacro %}

{% macro bigquery__part_of_list(list, number) -%}
    split({{ list }}, ',')[safe_ordinal({{ number }})]
{%- endmacro %}
