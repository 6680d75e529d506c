{#- A query that gives a row for each element of a JSON list, with columns of the row that it stands in
    and the element as JSON text. A row without a list gives none. -#}
{% macro json_rows(relation, columns, list_column, element) -%}
    {{ adapter.dispatch('json_rows', 'product_retention')(relation, columns, list_column, element) }}
{%- endmacro %}

{% macro default__json_rows(relation, columns, list_column, element) -%}
    select
        {{ columns | join(',\n        ') }},
        explode(from_json({{ list_column }}, 'array<string>')) as {{ element }}
    from {{ relation }}
{%- endmacro %}

{% macro duckdb__json_rows(relation, columns, list_column, element) -%}
    select
        {{ columns | join(',\n        ') }},
        cast(unnest(from_json({{ list_column }}, '["JSON"]')) as varchar) as {{ element }}
    from {{ relation }}
{%- endmacro %}

{% macro postgres__json_rows(relation, columns, list_column, element) -%}
    select
        {{ columns | join(',\n        ') }},
        cast(jsonb_array_elements(cast({{ list_column }} as jsonb)) as text) as {{ element }}
    from {{ relation }}
{%- endmacro %}

{% macro snowflake__json_rows(relation, columns, list_column, element) -%}
    select
        {{ columns | join(',\n        ') }},
        to_json(elements.value) as {{ element }}
    from {{ relation }},
        table(flatten(input => parse_json({{ list_column }}))) as elements
{%- endmacro %}

{% macro bigquery__json_rows(relation, columns, list_column, element) -%}
    select
        {{ columns | join(',\n        ') }},
        {{ element }}
    from {{ relation }}
    cross join unnest(json_query_array({{ list_column }})) as {{ element }}
{%- endmacro %}

{% macro redshift__json_rows(relation, columns, list_column, element) -%}
    select
        {{ columns | join(',\n        ') }},
        json_serialize({{ element }}) as {{ element }}
    from (select *, json_parse({{ list_column }}) as elements from {{ relation }}) as lists,
        lists.elements as {{ element }}
{%- endmacro %}
