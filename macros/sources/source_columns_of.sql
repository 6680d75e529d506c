{#- The columns of where a licence comes from that the history keeps: none with Planhat alone, so that
    its history stays as it is. -#}
{% macro source_columns_kept() -%}
    {{ return(source_contract_columns() | list if other_sources() else []) }}
{%- endmacro %}

{#- The same columns of a relation of licences, each as an expression. Rows that the history holds from
    before there were other sources are of Planhat. -#}
{% macro source_columns_of(relation) -%}
    {%- set kept, no_text = source_columns_kept(), 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
    {%- set columns = {} -%}
    {%- for column in source_contract_columns() -%}
        {%- do columns.update({column: relation ~ '.' ~ column if kept else no_text}) -%}
    {%- endfor -%}
    {%- do columns.update({
        'source_system': 'coalesce(' ~ relation ~ ".source_system, 'planhat')" if kept else "'planhat'",
        'source_record_id': 'coalesce(' ~ relation ~ '.source_record_id, ' ~ relation ~ '.stated_license_id)'
            if kept else relation ~ '.stated_license_id',
    }) -%}
    {{ return(columns) }}
{%- endmacro %}
