{#- Which columns of a table of a source are read as which: a mapping of names here to lists of names
    there. None before the table was looked at, which happens when models run; empty where an optional
    table is missing. -#}
{% macro source_columns(source, schema, table_name) -%}
    {%- set table = source_tables(source)[table_name] -%}
    {%- set name = table.names.get(source_option(source, 'loader')) -%}
    {%- if not name -%}
        {{ return({}) }}
    {%- elif not execute or flags.WHICH not in ['build', 'run', 'show'] -%}
        {{ return(none) }}
    {%- elif not source_exists(schema, name) -%}
        {%- if table.get('is_optional') -%}
            {{ return({}) }}
        {%- endif -%}
        {{ exceptions.raise_compiler_error(
            'There is no table ' ~ source_relation(schema, name) ~ ', which source ' ~ source
            ~ ' needs. Correct its options loader and schema in var sources, or '
            ~ ('var raw_path.' if setting('input') == 'files' else 'var raw_database.')
            ~ (' ' ~ table.hint if table.get('hint'))
        ) }}
    {%- endif -%}
    {%- set query = 'select * from ' ~ source_relation(schema, name) ~ ' where false limit 0' -%}
    {%- set found, matched, lacking = run_query(query).column_names | list, {}, [] -%}
    {%- set every = {
        'is_deleted': ['is_deleted', '_fivetran_deleted', 'archived', 'deleted'],
        'is_current': ['_fivetran_active'],
        'synced_at': ['_fivetran_synced', '_airbyte_extracted_at', '_airbyte_emitted_at'],
    } -%}
    {%- for column, names in dict(table.columns, **every).items() -%}
        {%- set there = [] -%}
        {%- for each in names -%}
            {%- do there.extend(columns_named(each, found)) -%}
        {%- endfor -%}
        {%- do matched.update({column: there | unique | list}) if there -%}
        {%- do lacking.append(names | join(' or ')) if not there and column in table.get('needed', []) -%}
    {%- endfor -%}
    {%- if lacking -%}
        {{ exceptions.raise_compiler_error(
            'The table ' ~ source_relation(schema, name) ~ ' of source ' ~ source ~ ' lacks '
            ~ lacking | join(', ') ~ '. Its columns are: ' ~ (found | join(', '))[:500]
        ) }}
    {%- endif -%}
    {{ return(matched) }}
{%- endmacro %}
