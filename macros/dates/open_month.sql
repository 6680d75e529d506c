{#- The to_month of an interval that nothing ends: a month index later than any other. -#}
{% macro open_month() -%}
    1000000
{%- endmacro %}
