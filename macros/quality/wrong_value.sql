{#- Words for a value that is not as expected: " nrr is 1.1, not 1.05 = closing_arr / opening_arr." -#}
{% macro wrong_value(column, expected, formula='') -%}
    ' {{ column }} is ' || {{ text_of(column) }} || ', not ' || {{ expected }}
    {{- ' || ' ~ text_literal(' = ' ~ formula) if formula }} || '.'
{%- endmacro %}
