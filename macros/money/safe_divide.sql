{# A ratio of sums as a double; null where there is no base. #}
{% macro safe_divide(numerator, denominator) -%}
    cast({{ numerator }} as {{ rate_type() }})
    / nullif(cast({{ denominator }} as {{ rate_type() }}), 0)
{%- endmacro %}
