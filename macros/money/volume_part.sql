{# The part of a change in ARR that more or fewer units explain, at the opening price per unit. #}
{% macro volume_part(opening_arr, opening_quantity, quantity) -%}
    {{ round_ratio(opening_arr, '(' ~ quantity ~ ' - ' ~ opening_quantity ~ ')', opening_quantity) }}
{%- endmacro %}
