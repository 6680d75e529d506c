{#- Condition: the licence row does not only repeat another one, and is not deleted. -#}
{% macro has_own_arr(rejection_reason) -%}
    coalesce({{ rejection_reason }}, '') not in ('duplicate_row', 'superseded', 'deleted')
{%- endmacro %}
