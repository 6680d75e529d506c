{#- Condition: two values are equal, or both are null. -#}
{% macro is_not_distinct_from(one, other) -%}
    {{ adapter.dispatch('is_not_distinct_from', 'product_retention')(one, other) }}
{%- endmacro %}

{% macro default__is_not_distinct_from(one, other) -%}
    {{ one }} is not distinct from {{ other }}
{%- endmacro %}

{% macro redshift__is_not_distinct_from(one, other) -%}
    ({{ one }} = {{ other }} or ({{ one }} is null and {{ other }} is null))
{%- endmacro %}
