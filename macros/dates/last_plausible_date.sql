{% macro last_plausible_date() -%}
    cast('2199-12-31' as date)
{%- endmacro %}
