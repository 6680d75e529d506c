{#- Loads a CSV file into raw_<table>.<table>, a database in memory of its own: models that run side by
    side would both try to make a common one. Every field is text; a line that cannot be read has nothing
    but its text, as unread_line. -#}
{% macro load_csv(table_name, header) -%}
    {%- do run_statement("attach if not exists ':memory:' as raw_" ~ table_name) -%}
    {%- set loaded = 'raw_' ~ table_name ~ '.' ~ table_name -%}
    {%- set table -%}
create or replace table {{ loaded }} as
select
    *,
    cast(null as varchar) as unread_line,
    cast(null as varchar) as mended_line
from read_csv(
    {{ text_literal(raw_file_path(table_name)) }},
    encoding = '{{ header["encoding"] }}',
    auto_detect = false,
    header = true,
    skip = {{ header['lines_above'] }},
    columns = {
        {%- for name in header['columns'] %}
        {{ text_literal(name) }}: 'varchar',
        {%- endfor %}
        {%- for column in surplus_columns() %}
        '{{ column }}': 'varchar'{{ ',' if not loop.last }}
        {%- endfor %}
    },
    delim = {{ text_literal(header['between']) }},
    quote = '"',
    escape = '"',
    comment = '',
    -- An empty field is '', a missing one is null.
    nullstr = '\x07',
    strict_mode = false,
    null_padding = true,
    parallel = false,
    store_rejects = true,
    rejects_table = 'unread_{{ table_name }}',
    rejects_scan = 'scans_of_{{ table_name }}',
    rejects_limit = 0
)
    {%- endset -%}
    {%- do run_statement(table) -%}
    {#- A licence is not guessed. -#}
    {%- do mend_lines(header, loaded) if table_name != 'licenses' -%}
    {%- do mark_unread_lines(table_name, header, loaded) -%}
    {%- do list_unread_lines(table_name, loaded) -%}
{%- endmacro %}
