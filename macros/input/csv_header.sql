{#- The header of a CSV file, its first line that is not blank: the names of its fields as columns, the
    character between them, the number of lines above it, and the encoding of the file. A line above
    it may name the character, as spreadsheets write it: sep=; -#}
{% macro csv_header(table_name) -%}
    {%- set encoding = csv_encoding(table_name) -%}
    {%- set lines = run_query(
        'select line, lines_above from (select line, row_number() over () - 1 as lines_above from ('
        ~ csv_lines(table_name, encoding) ~ ")) as lines where trim(line, ' \t\ufeff') <> '' limit 2"
    ).rows -%}
    {%- set texts = [] -%}
    {%- for line in lines -%}
        {%- do texts.append(line[0] | string | replace('\ufeff', '')) -%}
    {%- endfor -%}
    {%- set stated = modules.re.match('(?i)^"?sep=(.)"?\\s*$', texts[0]) if texts else none -%}
    {%- set line = texts[1:] | first | default('', true) if stated else texts | first | default('', true) -%}
    {%- set between = [','] -%}
    {%- for candidate in [';', '\t', '|'] if line.count(candidate) > line.count(between[0]) -%}
        {%- do between.insert(0, candidate) -%}
    {%- endfor -%}
    {%- do between.insert(0, stated.group(1)) if stated -%}
    {%- set mark = modules.re.escape(between[0]) -%}
    {%- set fields = modules.re.findall(
        '(?:^|' ~ mark ~ ')\\s*(?:"((?:[^"]|"")*)"|([^' ~ mark ~ ']*))',
        line if between[0] == '\t' else line | trim
    ) -%}
    {%- set columns = [] -%}
    {%- for quoted, plain in fields -%}
        {%- set name = (quoted | replace('""', '"') or plain) | trim -%}
        {%- do columns.append(name or 'unnamed_' ~ loop.index) -%}
    {%- endfor -%}
    {{ return({
        'columns': columns, 'between': between[0], 'encoding': encoding,
        'lines_above': lines[1 if stated else 0][1] if texts | length > (1 if stated else 0) else 0,
    }) }}
{%- endmacro %}
