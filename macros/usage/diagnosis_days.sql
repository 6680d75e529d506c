{#- The days before a window of retention over which the diagnosis of a product looks at usage. -#}
{% macro diagnosis_days() -%}
    28
{%- endmacro %}
