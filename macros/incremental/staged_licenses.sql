{#- The config of the staged licences: a CSV file is read once, into a table. -#}
{% macro staged_licenses() -%}
    {%- set opens_raw_table = "{{ open_raw_table('licenses') }}" -%}
    {%- if not reads_csv() -%}
        {{ return(by_customer('view', pre_hooks=[opens_raw_table])) }}
    {%- endif -%}
    {{ return({
        'materialized': 'table',
        'pre_hook': opens_raw_table,
        'post_hook': "{{ list_unread_lines('licenses', this) }}",
    }) }}
{%- endmacro %}
