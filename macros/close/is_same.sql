{#- Condition: two values are equal, or both are null. -#}
{% macro is_same(one, other) -%}
    {{ adapter.dispatch('is_same', 'product_retention')(one, other) }}
{%- endmacro %}

{% macro default__is_same(one, other) -%}
    {{ one }} is not distinct from {{ other }}
{%- endmacro %}

{% macro redshift__is_same(one, other) -%}
    ({{ one }} = {{ other }} or ({{ one }} is null and {{ other }} is null))
{%- endmacro %}
