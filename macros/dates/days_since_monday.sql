{#- The first day of 1900 was a Monday. -#}
{% macro days_since_monday(day) -%}
    mod({{ days_between("cast('1900-01-01' as date)", day) }}, 7)
{%- endmacro %}
