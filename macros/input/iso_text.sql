{#- A day or time as text that begins with YYYY-MM-DD, from the format that its column has: days and
    months (dmy, mdy), seconds or milliseconds since 1970 (epoch) or days as spreadsheets count them
    (excel_serial). Without a format only what has one reading is turned; what cannot be is left. -#}
{% macro iso_text(text, format) -%}
    {%- set parts = "replace(replace(" ~ text ~ ", '/', '-'), '.', '-')" -%}
    {%- set first = dbt.split_part(parts, "'-'", 1) | trim -%}
    {%- set second = dbt.split_part(parts, "'-'", 2) | trim -%}
    {%- set third = dbt.split_part(parts, "'-'", 3) | trim -%}
    {%- set is_dmy, is_mdy = '(' ~ has_form(text, 'dmy') ~ ')', '(' ~ has_form(text, 'mdy') ~ ')' -%}
    case
            when {{ format }} = 'iso' or {{ text }} like '____-%' then {{ text }}
            when
                {{ is_dmy }}
                and ({{ format }} = 'dmy' or ({{ format }} is null and not {{ is_mdy }}))
                then substr({{ third }}, 1, 4) || '-' || {{ second }} || '-' || {{ first }}
                    || substr({{ third }}, 5)
            when
                {{ is_mdy }}
                and ({{ format }} = 'mdy' or ({{ format }} is null and not {{ is_dmy }}))
                then substr({{ third }}, 1, 4) || '-' || {{ first }} || '-' || {{ second }}
                    || substr({{ third }}, 5)
            when {{ format }} = 'epoch' and {{ has_form(text, 'epoch') }}
                then {{ time_text(
                    '1970-01-01', 'cast(substr(' ~ text ~ ', 1, 10) as bigint)'
                ) }} || 'Z'
            when {{ format }} = 'excel_serial' and {{ has_form(text, 'excel_serial') }}
                then {{ time_text(
                    '1899-12-30', 'cast(round(86400 * cast(' ~ text ~ ' as decimal(28, 10))) as bigint)'
                ) }}
            else {{ text }}
        end
{%- endmacro %}

{#- The time that is some seconds after a day, as YYYY-MM-DD HH:MM:SS. -#}
{% macro time_text(first_day, seconds) -%}
    substr(
                    cast(
                        {{ add_seconds("cast('" ~ first_day ~ "' as timestamp)", seconds) }}
                        as {{ dbt.type_string() }}
                    ), 1, 19
                )
{%- endmacro %}
