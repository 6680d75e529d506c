{#- Creates the view raw_<table> of this connection on a CSV file. Every field is text. A line that
    has not as many fields as the header, or holds other lines inside a quote that is not closed,
    becomes a row with nothing but its text, as unread_line. -#}
{% macro csv_view(table_name, header) -%}
    {%- set quoted = [] -%}
    {%- for name in header['columns'] -%}
        {%- do quoted.append('"' ~ name | replace('"', '""') ~ '"') -%}
    {%- endfor -%}
    {%- set between = "'" ~ header['between'] ~ "'" -%}
    {%- set line = 'concat_ws(' ~ between ~ ', ' ~ quoted | join(', ') ~ ', surplus__fields)' -%}
create or replace temp view raw_{{ table_name }} as
with fields as (
    select *
    from read_csv(
        {{ text_literal(raw_file_path(table_name)) }},
        auto_detect = false,
        header = true,
        skip = {{ header['lines_above'] }},
        columns = {
            {%- for name in header['columns'] %}
            {{ text_literal(name) }}: 'varchar',
            {%- endfor %}
            'surplus__fields': 'varchar'
        },
        delim = {{ between }},
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
),

checked as (
    select
        *,
        case
            when surplus__fields is not null then concat('too many fields: ', {{ line }})
            when {{ quoted[-1] }} is null then concat('too few fields: ', {{ line }})
            when
                {%- for column in quoted %}
                {{ 'or ' if not loop.first }}contains({{ column }}, chr(10))
                {%- endfor %}
                then case
                    when greatest(
                        {%- for column in quoted %}
                        case
                            when contains({{ column }}, chr(10))
                                then length({{ column }}) - length(replace({{ column }}, {{ between }}, ''))
                            else 0
                        end{{ ',' if not loop.last }}
                        {%- endfor %}
                    ) >= {{ [quoted | length - 1, 1] | max }}
                        then concat('a quote that is not closed: ', {{ line }})
                end
        end as unread_line
    from fields
)

select
    {%- for column in quoted %}
    case when unread_line is null then {{ column }} end as {{ column }},
    {%- endfor %}
    unread_line
from checked
{%- endmacro %}
