{% macro try_cast(column, type) -%}
    {{ adapter.dispatch('try_cast', 'product_retention')(column, type) }}
{%- endmacro %}

{% macro default__try_cast(column, type) -%}
    try_cast({{ column }} as {{ type }})
{%- endmacro %}
