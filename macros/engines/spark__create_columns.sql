{#- Overrides dbt-spark's own, which adds its working columns to a snapshot with a key of several
    columns: the build after that fails. -#}
{% macro spark__create_columns(relation, columns) -%}
    {%- set added = [] -%}
    {%- for column in columns if not column.name.startswith('dbt_unique_key') -%}
        {%- do added.append('`' ~ column.name ~ '` ' ~ column.data_type) -%}
    {%- endfor -%}
    {%- if added -%}
        {%- do run_statement('alter table ' ~ relation ~ ' add columns (' ~ added | join(', ') ~ ')') -%}
    {%- endif -%}
{%- endmacro %}
