{% macro within_range(amount) -%}
    case when abs({{ amount }}) < {{ largest_amount() }} then {{ amount }} end
{%- endmacro %}
