{#- The encoding of a CSV file, utf-8 or utf-16, by how it begins. Stops the model where that is no
    text that can be read. A file of 100 MB or more is taken to be UTF-8: to look at its beginning
    would read it as a whole. -#}
{% macro csv_encoding(table_name) -%}
    {%- set path = raw_file_path(table_name) -%}
    {%- set file = 'read_blob(' ~ text_literal(path) ~ ')' -%}
    {%- if run_query('select coalesce(max(size), 0) from ' ~ file).rows[0][0] >= 100000000 -%}
        {{ return('utf-8') }}
    {%- endif -%}
    {%- set beginnings = run_query('select hex(content[1:1000]) from ' ~ file ~ ' limit 1').rows -%}
    {%- set beginning = beginnings[0][0] if beginnings else '' -%}
    {%- if beginning.startswith('FFFE') or beginning[2:4] == '00' -%}
        {{ return('utf-16') }}
    {%- endif -%}
    {%- set kinds = {
        '504B0304': 'an Excel workbook (XLSX) or another ZIP file',
        'D0CF11E0': 'an old Excel workbook (XLS)',
        '50415231': 'a Parquet file',
        '1F8B': 'a compressed file (GZIP)',
        'FEFF': 'UTF-16 with the high byte first',
    } -%}
    {%- for bytes, kind in kinds.items() if beginning.startswith(bytes) -%}
        {{ exceptions.raise_compiler_error(
            'The file ' ~ path ~ ' is ' ~ kind ~ ', not CSV. '
            ~ ('Set var raw_format to parquet.' if kind == 'a Parquet file'
               else 'Give it the ending .xlsx and set var raw_format to xlsx.' if 'XLSX' in kind
               else 'Save it as CSV in UTF-8 and build again.')
        ) }}
    {%- endfor -%}
    {%- set first_line = modules.re.match('(?:(?!0A)[0-9A-F]{2})*', beginning).group() -%}
    {%- if modules.re.match('([0-9A-F]{2})*?00', first_line) -%}
        {{ exceptions.raise_compiler_error(
            'The first line of ' ~ path ~ ' holds NUL bytes: it is no text. '
            ~ 'Save it as CSV in UTF-8 and build again.'
        ) }}
    {%- endif -%}
    {#- A character is one byte, or a first byte that says how many follow it. -#}
    {%- if first_line | length < beginning | length and not modules.re.fullmatch(
        '(?:[0-7].|[CD].[89AB].|E.(?:[89AB].){2}|F[0-4](?:[89AB].){3})*', first_line
    ) -%}
        {{ exceptions.raise_compiler_error(
            'The first line of ' ~ path ~ ' is not UTF-8. Save it as CSV in UTF-8 and build again.'
        ) }}
    {%- endif -%}
    {{ return('utf-8') }}
{%- endmacro %}
