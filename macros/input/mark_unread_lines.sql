{#- Says in unread_line which rows of a loaded CSV file cannot be read: those that have not as many
    fields as the header, and those in which a quote that is not closed holds other lines or the end of
    the file. An empty field at the end of every line is none. -#}
{% macro mark_unread_lines(table_name, header, loaded) -%}
    {%- set columns = quoted_names(header['columns']) -%}
    {%- set between, last = text_literal(header['between']), columns[-1] -%}
    {%- set line = 'concat_ws(' ~ between ~ ', ' ~ (columns + surplus_columns()) | join(', ') ~ ')' -%}
    {%- set counts = queried_rows(
        "select count(case when surplus__fields = '' then 1 end) as trailing, count(case when "
        ~ 'surplus__fields is null and ' ~ last ~ ' is not null then 1 end) as complete from ' ~ loaded
    )[0] -%}
    {%- set is_trailing = counts['trailing'] > counts['complete'] -%}
    {#- A date stands where it stands in other lines: a line within a quote is one of them. -#}
    {%- set matched = matched_columns(table_name, header['columns']) -%}
    {%- set days = ['from_date', 'rate_date', 'usage_date', 'signal_date'] | select('in', matched) | list -%}
    {%- set dated = matched[days[0]] if days else none -%}
    {%- set separators = columns | length - (0 if is_trailing else 1) -%}
    {%- set is_line -%}
{{ occurrences('piece', between) }} = {{ separators }}
            {%- if dated %}
            and regexp_matches(string_split(piece, {{ between }})[{{ header['columns'].index(dated) + 1 }}], '[0-9]')
            {%- endif %}
    {%- endset -%}
    {%- set ends_in_quote = csv_ends_in_quote(table_name, header, loaded, line) -%}
    {%- set marks -%}
update {{ loaded }}
set unread_line = case
    when surplus__fields is not null {{ "and surplus__fields <> ''" if is_trailing }}
        then 'too many fields: ' || {{ line }}
    when {{ 'surplus__fields' if is_trailing else last }} is null
        then 'too few fields: ' || {{ line }}
    -- The end of a first field of several lines has the separators of the row itself, and no more.
    when
        (
            {{ occurrences(line, between) }} > {{ separators }}
            and len(list_filter(string_split({{ line }}, chr(10))[2:], lambda piece: {{ is_line }})) > 0
        )
        or ({{ ends_in_quote }} and rowid = (select max(rowid) from {{ loaded }}))
        then 'a quote that is not closed: ' || {{ line }}
end
where
    surplus__fields is not null
    or {{ last }} is null
    or contains({{ line }}, chr(10))
    or ({{ ends_in_quote }} and rowid = (select max(rowid) from {{ loaded }}))
    {%- endset -%}
    {%- do run_statement(marks) -%}
    {%- set blank -%}
update {{ loaded }}
set {{ columns | join(' = null, ') }} = null
where unread_line is not null
    {%- endset -%}
    {%- do run_statement(blank) -%}
{%- endmacro %}
