{#- Runs before a staging model, and before its transaction: a transaction writes to one database only.
    Loads a CSV file into raw_<table>.<table>, a database in memory that the whole run sees. Of the sample
    it only says where it is not there. -#}
{% macro open_raw_table(table_name) -%}
    {%- if execute and has_input(table_name) -%}
        {%- if reads_csv() -%}
            {%- do load_csv(table_name, csv_header(table_name)) -%}
        {%- elif setting('input') == 'sample' -%}
            {%- do check_raw_table(table_name) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
