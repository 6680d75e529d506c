{% macro movement_columns() -%}
    {%- for movement_type in movement_types() -%}
    cast(
            sum(case when movement_type = '{{ movement_type }}' then arr_change else 0 end)
            as {{ money_total_type() }}
        ) as {{ movement_type }}_arr{{ ",\n        " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
