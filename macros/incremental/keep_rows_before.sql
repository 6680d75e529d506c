{#- After changed customers are found, and before any table is built: keeps the rows that they have in
    the tables that totals are made of. -#}
{% macro keep_rows_before(clear=true) -%}
    {%- if adds_to_totals() and has_complete_build() -%}
        {%- for name in counted_tables() -%}
            {%- set table = relation_by_name(name) -%}
            {%- set kept = rows_before(table) -%}
            {%- if clear -%}{%- do run_statement('delete from ' ~ kept) -%}{%- endif -%}
            {%- do run_statement(
                'insert into ' ~ kept ~ ' select * from ' ~ table
                ~ ' where customer_id in (select customer_id from ' ~ this ~ ')'
            ) -%}
            {%- do run_statement(
                'update ' ~ kept ~ " set customer_id = concat(' ', customer_id)"
                ~ " where customer_id not like ' %'"
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
