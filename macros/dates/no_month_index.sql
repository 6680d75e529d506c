{# A month index later than any: what an open end counts as where two ends are compared. #}
{% macro no_month_index() -%}
    1000000
{%- endmacro %}
