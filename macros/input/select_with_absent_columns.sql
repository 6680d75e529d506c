{% macro select_with_absent_columns(relation, table_name, columns) -%}
    {{ adapter.dispatch('select_with_absent_columns', 'product_retention')(
        relation, table_name, columns
    ) }}
{%- endmacro %}

{% macro default__select_with_absent_columns(relation, table_name, columns) -%}
    {%- set absent = var('absent_columns').get(table_name, []) -%}
    select
        {% for column in columns -%}
        {% if column in absent %}cast(null as {{ dbt.type_string() }}) as {% endif %}{{ column }}{{ "," if not loop.last }}
        {% endfor -%}
    from {{ relation }}
{%- endmacro %}

{% macro duckdb__select_with_absent_columns(relation, table_name, columns) -%}
    select
        {% for column in columns -%}
        null as {{ column }}{{ "," if not loop.last }}
        {% endfor -%}
    where 1 = 0
    union all by name
    select * from {{ relation }}
{%- endmacro %}
