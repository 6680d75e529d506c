{#- After a table by customer is made anew: makes the table for the rows of later builds, empty. -#}
{% macro make_rows_before() -%}
    {%- if execute and adds_to_totals() and model.name in counted_tables() and not is_incremental() -%}
        {%- set kept = rows_before(this) -%}
        {%- call statement('drop_rows_before') -%}
            drop table if exists {{ kept }}
        {%- endcall -%}
        {%- call statement('make_rows_before') -%}
            {{ create_table_as(False, kept, 'select * from ' ~ this ~ ' where 1 = 0') }}
        {%- endcall -%}
    {%- endif -%}
{%- endmacro %}
