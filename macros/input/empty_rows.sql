{% macro empty_rows(columns) -%}
    select
        {% for column in columns -%}
        cast(null as {{ dbt.type_string() }}) as {{ column }}{{ "," if not loop.last }}
        {% endfor -%}
    from (select 1 as nothing) as nothing
    where 1 = 0
{%- endmacro %}
