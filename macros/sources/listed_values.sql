{#- A query that gives a row for each different value of a column which holds one, or a JSON list of them;
    a row with null where it holds none. -#}
{% macro listed_values(relation, columns, list_column, value) -%}
    select
        {{ columns | join(',\n        ') }},
        case when {{ list_column }} <> '[]' then {{ list_column }} end as {{ value }}
    from {{ relation }}
    where {{ list_column }} is null or {{ list_column }} not like '[%' or {{ list_column }} = '[]'
    union all
    select
        {{ columns | join(',\n        ') }},
        {{ value }}
    from (
        select
            {{ columns | join(',\n            ') }},
            {{ clean_text(json_text('element')) }} as {{ value }}
        from (
            {{ json_rows(
                '(select * from ' ~ relation ~ ' where ' ~ list_column ~ " like '[%') as lists",
                columns, list_column, 'element'
            ) | indent(8) }}
        ) as elements
    ) as listed
    group by {{ columns | join(', ') }}, {{ value }}
{%- endmacro %}
