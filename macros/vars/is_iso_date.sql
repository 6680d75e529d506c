{% macro is_iso_date(text) -%}
    {%- set parts = modules.re.match('^(\\d{4})-(\\d{2})-(\\d{2})$', text) -%}
    {%- if not parts -%}{{ return(false) }}{%- endif -%}
    {%- set year, month, day = parts.group(1) | int, parts.group(2) | int, parts.group(3) | int -%}
    {%- if year < 1990 or year > 2199 or month < 1 or month > 12 -%}{{ return(false) }}{%- endif -%}
    {%- set first_of_next = modules.datetime.date(
        year + (1 if month == 12 else 0), 1 if month == 12 else month + 1, 1
    ) -%}
    {{ return(1 <= day <= (first_of_next - modules.datetime.date(year, month, 1)).days) }}
{%- endmacro %}
