{#- After a mart is built: lets the role of var reader_role read it. -#}
{% macro grant_to_reader() -%}
    {%- if setting('reader_role') -%}
        {%- set reading = 'roles/bigquery.dataViewer' if target.type == 'bigquery' else 'select' -%}
        {{ get_grant_sql(this, reading, [setting('reader_role')]) }}
    {%- endif -%}
{%- endmacro %}
