{#- A time by which versions of a licence are compared: the time or, where it could not be read, its
    text read with the day first or the month first, or as seconds since 1970. Text that is none of
    these may be newer than any time (day first), or older (month first). -#}
{% macro time_as_read(time, unread_text, order) -%}
    {%- set readings = [] -%}
    {%- for format in ['dmy', 'mdy'] -%}
        {%- do readings.append(
            try_cast(unread_text, 'timestamp', iso_text(unread_text, "'" ~ format ~ "'"))
        ) -%}
    {%- endfor -%}
    case
            when {{ unread_text }} is null then {{ time }}
            when {{ has_form(unread_text, 'epoch') }}
                then {{ add_seconds(
                    "cast('1970-01-01' as timestamp)", 'cast(substr(' ~ unread_text ~ ', 1, 10) as integer)'
                ) }}
            else coalesce(
                {{ (readings if order == 'day_first' else readings | reverse) | join(', ') }}
                {{- ", cast('9999-12-31' as timestamp)" if order == 'day_first' }}
            )
        end
{%- endmacro %}
