{#- A query for a table of a source, of all its schemas: each column as text by its name here, null where
    the table lacks it, with source_connection (the schema), is_deleted and synced_at. Of several rows
    with one key only the newest is given. -#}
{% macro source_rows(source, table_name) -%}
    {%- set table = source_tables(source)[table_name] -%}
    {%- set key, no_text = table.get('key'), 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
    {%- set last = ['is_deleted', 'is_current', 'synced_at'] -%}
    {%- if key %}
    select
        source_connection,
        {{ table.columns | join(',\n        ') }},
        is_deleted,
        synced_at
    from (
        select
            *,
            row_number() over (
                partition by source_connection, {{ key }}
                order by
                    is_current desc, synced_at desc nulls last
                    {%- for column in table.columns if column != key %},
                    {{ column }} desc nulls last
                    {%- endfor %}
            ) as row_rank
        from (
    {%- endif %}
    {%- for schema in source_schemas(source) %}
    {%- set found = source_columns(source, schema, table_name) %}
    select
        {{ text_literal(schema) }} as source_connection,
        {%- for column in table.columns %}
        {%- set there = found.get(column, []) if found is not none else [column] %}
        {%- if there %}
        coalesce({% for name in there %}{{ clean_text(quoted_name(name)) }}, {% endfor %}{{ no_text }})
        {%- else %}
        {{ no_text }}
        {%- endif %} as {{ column }},
        {%- endfor %}
        {%- set current = found.is_current if found else none %}
        {%- set is_current = is_true(quoted_name(current[0]), true) if current else 'true' %}
        {%- set flags = [] %}
        {%- for name in (found.is_deleted if found and found.is_deleted else []) %}
        {%- do flags.append(is_true(quoted_name(name), false)) %}
        {%- endfor %}
        {{ flags | join(' or ') or 'false' }} {{ 'or not (' ~ is_current ~ ')' if key and current }}
            as is_deleted,
        {{ is_current }} as is_current,
        {{ source_time(quoted_name(found.synced_at[0])) if found and found.synced_at
            else 'cast(null as timestamp)' }} as synced_at
    {%- if found == {} %}
    from (select 1 as one) as nothing
    where one = 0
    {%- else %}
    from {{ source_relation(schema, table.names[source_option(source, 'loader')]) }}
    {%- endif %}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
    {%- if key %}
        ) as loaded
    ) as ranked
    where row_rank = 1
    {%- endif %}
{%- endmacro %}
