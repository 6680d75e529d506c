{#- Puts together what a comma before a blank, as in "Oak, Inc.", has split in lines with fields too
    many, if that gives as many fields as the header has. The line is kept as mended_line. -#}
{% macro mend_lines(header, loaded) -%}
    {%- set columns = quoted_names(header['columns']) -%}
    {%- set surplus = surplus_columns() -%}
    {%- set between = text_literal(header['between']) -%}
    {%- set mend -%}
update {{ loaded }} as rows
set
    {%- for column in columns %}
    {{ column }} = replace(mended.fields[{{ loop.index }}], chr(7), {{ between }} || ' '),
    {%- endfor %}
    {%- for column in surplus %}
    {{ column }} = null,
    {%- endfor %}
    mended_line = mended.line
from (
    select
        row_number,
        line,
        string_split(replace(line, {{ between }} || ' ', chr(7)), {{ between }}) as fields
    from (
        select
            rowid as row_number,
            concat_ws({{ between }}, {{ (columns + surplus) | join(', ') }}) as line
        from {{ loaded }}
        where {{ surplus[0] }} <> '' and {{ surplus[-1] }} is null
    ) as lines
) as mended
where
    rows.rowid = mended.row_number
    and len(mended.fields) = {{ columns | length }}
    {%- endset -%}
    {%- do run_statement(mend) -%}
{%- endmacro %}
