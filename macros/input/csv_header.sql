{#- The first line of a CSV file that is not blank: its text, the number of lines above it, the
    character between its fields, and their names. -#}
{% macro csv_header(table_name) -%}
    {%- set lines = run_query(
        'select line, lines_above from ('
        ~ 'select line, row_number() over () - 1 as lines_above '
        ~ 'from read_csv(' ~ text_literal(raw_file_path(table_name)) ~ ', auto_detect = false, '
        ~ "header = false, columns = {'line': 'varchar'}, delim = '\x07', quote = '', escape = '', "
        ~ "comment = '', strict_mode = false, parallel = false, ignore_errors = true)"
        ~ ") as lines where trim(line) <> '' limit 1"
    ).rows -%}
    {%- set line = (lines[0][0] if lines else '') | string | trim -%}
    {%- set between = [','] -%}
    {%- for candidate in [';', '\t', '|'] if line.count(candidate) > line.count(between[0]) -%}
        {%- do between.insert(0, candidate) -%}
    {%- endfor -%}
    {%- set fields = modules.re.findall(
        '(?:^|' ~ modules.re.escape(between[0]) ~ ')\\s*(?:"((?:[^"]|"")*)"|([^' ~ between[0] ~ ']*))',
        line
    ) -%}
    {%- set columns = [] -%}
    {%- for quoted, plain in fields -%}
        {%- set name = (quoted | replace('""', '"') or plain) | trim -%}
        {%- do columns.append(name or 'unnamed_' ~ loop.index) -%}
    {%- endfor -%}
    {{ return({
        'line': line, 'between': between[0], 'columns': columns,
        'lines_above': lines[0][1] if lines else 0,
    }) }}
{%- endmacro %}
