{#- Months after an origin at which the NRR of twelve months is forecast. -#}
{% macro forecast_horizons() -%}
    {{ return([3, 6, 9, 12]) }}
{%- endmacro %}
