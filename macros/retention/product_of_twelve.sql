{#- The last twelve values of a column, this month's included, multiplied; null if one is missing. -#}
{% macro product_of_twelve(column) -%}
    {%- for months_back in range(12) -%}
    lag({{ column }}, {{ months_back }}) over (order by arr_month){{ "\n        * " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
