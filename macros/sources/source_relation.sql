{#- A table of a source in one of its schemas; of input files, the file <raw_path>/<schema>/<table>. -#}
{% macro source_relation(schema, name) -%}
    {%- if setting('input') == 'files' -%}
        {%- set path = source_file(schema, name) -%}
        {{ return(
            'read_csv(' ~ path ~ ', header = true, all_varchar = true)'
            if setting('raw_format') == 'csv' else 'read_parquet(' ~ path ~ ')'
        ) }}
    {%- endif -%}
    {{ return(api.Relation.create(
        database=setting('raw_database') or target.database, schema=schema, identifier=name
    )) }}
{%- endmacro %}

{#- The path of a file of a source, as an SQL literal. -#}
{% macro source_file(schema, name) -%}
    {{ return(text_literal(
        setting('raw_path') ~ '/' ~ schema ~ '/' ~ name ~ '.' ~ setting('raw_format')
    )) }}
{%- endmacro %}

{#- Is there such a table or file? Of a URL it is taken for granted. -#}
{% macro source_exists(schema, name) -%}
    {%- if setting('input') != 'files' -%}
        {{ return(relation_exists(source_relation(schema, name))) }}
    {%- elif '://' in setting('raw_path') -%}
        {{ return(true) }}
    {%- endif -%}
    {{ return(
        run_query('select file from glob(' ~ source_file(schema, name) ~ ')').rows | length > 0
    ) }}
{%- endmacro %}
