{#- The config of the staged licences: a CSV file is read once, into a table. A table on Spark, too: the
    catalog of a session holds no view as long as this. -#}
{% macro staged_licenses() -%}
    {%- set opens_raw_table = "{{ open_raw_table('licenses') }}" -%}
    {%- if not reads_csv() -%}
        {{ return(by_customer(
            'table' if target.type == 'spark' else 'view', pre_hooks=[opens_raw_table]
        )) }}
    {%- endif -%}
    {{ return({
        'materialized': 'table',
        'pre_hook': opens_raw_table,
        'post_hook': "{{ list_unread_lines('licenses', this) }}",
    }) }}
{%- endmacro %}
