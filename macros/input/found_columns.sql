{#- The names of a raw table's columns as they stand there. None where it was not looked at: the
    database is asked only when models are run, not when they are parsed or compiled. -#}
{% macro found_columns(table_name) -%}
    {%- if not execute or not has_input(table_name) -%}
        {{ return(none) }}
    {%- elif setting('input') == 'sample' -%}
        {#- All columns of the contract but two, and one more. -#}
        {{ return(
            known_columns(table_name) | reject('in', ['is_deleted', 'valid_from']) | list
            + (['plan_channel'] if table_name == 'companies' else [])
        ) }}
    {%- elif flags.WHICH not in ['build', 'run', 'show'] -%}
        {{ return(none) }}
    {%- endif -%}
    {%- do check_raw_table(table_name) -%}
    {%- if reads_csv() -%}
        {{ return(csv_header(table_name)['columns']) }}
    {%- endif -%}
    {%- set query = 'select * from ' ~ raw_relation(table_name) ~ ' where false limit 0' -%}
    {{ return(run_query(query).column_names | list) }}
{%- endmacro %}
