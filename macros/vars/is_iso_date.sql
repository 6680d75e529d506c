{#- Is a text a day of the calendar as YYYY-MM-DD, from 1990 to 2199? -#}
{% macro is_iso_date(text) -%}
    {%- set parts = modules.re.match('^(199\\d|20\\d\\d|21\\d\\d)-(0[1-9]|1[0-2])-(\\d\\d)$', text) -%}
    {%- if not parts -%}{{ return(false) }}{%- endif -%}
    {%- set year, month, day = parts.group(1) | int, parts.group(2) | int, parts.group(3) | int -%}
    {%- set last_of_month = modules.datetime.date(year + month // 12, month % 12 + 1, 1)
        - modules.datetime.timedelta(days=1) -%}
    {{ return(1 <= day <= last_of_month.day) }}
{%- endmacro %}
