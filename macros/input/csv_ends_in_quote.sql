{#- Does a CSV file end within a quote? Its last field is then cut off, and DuckDB reads what there is of
    it. Where the last row holds line ends its last line begins within a quote, and one that is closed
    leaves an odd number of quotes there. -#}
{% macro csv_ends_in_quote(table_name, header, loaded, line) -%}
    {%- set between = modules.re.escape(header['between']) -%}
    {%- set answer -%}
with last_lines as (
    select last(line) as line
    from ({{ csv_lines(table_name, header['encoding']) }})
    where trim(line) <> ''
),

last_rows as (
    select contains({{ line }}, chr(10)) as has_line_end
    from {{ loaded }}
    order by rowid desc
    limit 1
)

select
    case
        when last_rows.has_line_end
            then {{ occurrences('last_lines.line', "'\"'") }} % 2 = 0
        else regexp_matches(
            last_lines.line, {{ text_literal('(^|' ~ between ~ ')\\s*"([^"]|"")*$') }}
        )
    end as ends_in_quote
from last_lines
cross join last_rows
    {%- endset -%}
    {%- set rows = queried_rows(answer) -%}
    {{ return(rows[0]['ends_in_quote'] or false if rows else false) }}
{%- endmacro %}
