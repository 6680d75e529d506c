{#- One column per movement type: the sum of its changes. -#}
{% macro movement_columns(movement_type, arr_change) -%}
    {%- for each_type in movement_types() -%}
    sum(case when {{ movement_type }} = '{{ each_type }}' then {{ arr_change }} else 0 end)
            as {{ each_type }}_arr{{ ",\n        " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
