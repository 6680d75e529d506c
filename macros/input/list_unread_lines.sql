{#- Completes the unread lines of a loaded CSV file: each becomes one row. The model stops where a line
    goes on for more than 2 MB. -#}
{% macro list_unread_lines(table_name, loaded) -%}
    {%- set refused -%}
select
    line as line_number,
    any_value(error_type) as problem,
    any_value(csv_line) as text
from unread_{{ table_name }}
group by line, line_byte_position
    {%- endset -%}
    {%- set too_long = run_query(
        'select line_number from (' ~ refused ~ ") where problem = 'LINE SIZE OVER MAXIMUM' limit 1"
    ).rows -%}
    {%- if too_long -%}
        {{ exceptions.raise_compiler_error(
            raw_file_path(table_name) ~ ': line ' ~ too_long[0][0]
            ~ ' goes on for more than 2 MB. Is a quote opened there and not closed?'
        ) }}
    {%- endif -%}
    {%- set lines -%}
insert into {{ loaded }} (unread_line)
select
    case problem when 'TOO MANY COLUMNS' then 'too many fields: ' else 'not UTF-8: ' end || text
from ({{ refused }}) as refused;

-- An open quote has swallowed the lines behind it: each becomes a row.
insert into {{ loaded }} (unread_line)
select 'after a quote that is not closed: ' || swallowed.text
from (
    select unnest(string_split(unread_line, chr(10))[2:]) as text
    from {{ loaded }}
    where contains(unread_line, chr(10))
) as swallowed
where trim(swallowed.text) <> '';

update {{ loaded }}
set unread_line = string_split(unread_line, chr(10))[1]
where contains(unread_line, chr(10))
    {%- endset -%}
    {%- do run_statement(lines) -%}
{%- endmacro %}
