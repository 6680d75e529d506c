{#- Runs after a staging model of a CSV file. Lines of licences that cannot be read are added to it,
    one row a line; those of other tables are left out, with a warning. The model stops where a line
    goes on for more than 2 MB. -#}
{% macro list_unread_lines(table_name, staged) -%}
    {%- if execute and reads_csv() and has_input(table_name) -%}
        {%- set unread_lines -%}
select
    line as line_number,
    any_value(error_type) as problem,
    any_value(csv_line) as text
from unread_{{ table_name }}
group by line, line_byte_position
        {%- endset -%}
        {%- set too_long = run_query(
            'select line_number from (' ~ unread_lines
            ~ ") where problem = 'LINE SIZE OVER MAXIMUM' limit 1"
        ).rows -%}
        {%- if too_long -%}
            {{ exceptions.raise_compiler_error(
                raw_file_path(table_name) ~ ': line ' ~ too_long[0][0]
                ~ ' goes on for more than 2 MB. Is a quote opened there and not closed?'
            ) }}
        {%- endif -%}
        {%- if table_name == 'licenses' %}
insert into {{ staged }} (unread_line)
select concat('not UTF-8: ', text)
from ({{ unread_lines }}) as unread_lines;

-- An open quote has swallowed the lines behind it: each becomes a row.
insert into {{ staged }} (unread_line)
select concat('after a quote that is not closed: ', swallowed.text)
from (
    select unnest(string_split(unread_line, chr(10))[2:]) as text
    from {{ staged }}
    where contains(unread_line, chr(10))
) as swallowed
where trim(swallowed.text) <> '';

update {{ staged }}
set unread_line = string_split(unread_line, chr(10))[1]
where contains(unread_line, chr(10))
        {%- else -%}
            {%- set left_out = run_query(
                "select concat('line ', line_number, ': ', lower(problem), ': ', text) from ("
                ~ unread_lines ~ ') union all select unread_line from raw_' ~ table_name
                ~ ' where unread_line is not null'
            ).rows -%}
            {%- if left_out -%}
                {%- do exceptions.warn(
                    raw_file_path(table_name) ~ ': ' ~ left_out | length
                    ~ ' lines cannot be read and are left out, such as: ' ~ left_out[0][0][:200]
                ) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
