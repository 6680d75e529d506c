{#- Condition: the units of both ends measure the same thing. A thousandfold of them is another unit
    of measure, not volume. Null where a quantity is not known. -#}
{% macro units_compare(opening_quantity, quantity) -%}
    ({{ opening_quantity }} > 0 and {{ quantity }} <= 1000 * {{ opening_quantity }})
{%- endmacro %}
