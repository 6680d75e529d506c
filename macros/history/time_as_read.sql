{#- A time by which versions of a licence are compared: the time or, where it could not be read, its
    text read with the day first or the month first, or as seconds since 1970. Text that is none of
    these may be newer than any time (day first), or older (month first). -#}
{% macro time_as_read(time, unread_text, order) -%}
    {%- set day = dbt.split_part(unread_text, "' '", 1) -%}
    {%- set parts = "translate(" ~ day ~ ", '.-', '//')" -%}
    {%- set readings = [] -%}
    {%- for month_part, day_part in [(2, 1), (1, 2)] -%}
        {%- set text = dbt.split_part(parts, "'/'", 3) ~ " || '-' || " ~ dbt.split_part(parts, "'/'", month_part)
            ~ " || '-' || " ~ dbt.split_part(parts, "'/'", day_part)
            ~ ' || substr(' ~ unread_text ~ ', length(' ~ day ~ ') + 1)' -%}
        {%- do readings.append(try_cast(text, 'timestamp', text)) -%}
    {%- endfor -%}
    case
            when {{ unread_text }} is null then {{ time }}
            when {{ has_form(unread_text, 'epoch') }}
                then {{ dbt.dateadd('second', 'cast(substr(' ~ unread_text ~ ', 1, 10) as integer)',
                    "cast('1970-01-01' as timestamp)") }}
            when {{ has_form(unread_text, 'day_and_month') }}
                then coalesce(
                    {{ (readings if order == 'day_first' else readings | reverse) | join(', ') }}
                )
            {%- if order == 'day_first' %}
            else cast('9999-12-31' as timestamp)
            {%- endif %}
        end
{%- endmacro %}
