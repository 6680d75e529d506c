{#- Adds to rows by which times versions of a licence are compared, as <time>_dmy and <time>_mdy: the
    time or, where it could not be read, its text (unread_<time>) read with the day first or the month
    first, or as seconds since 1970. Text that is none of these may be newer than any time (dmy), or
    older (mdy). -#}
{% macro times_as_read(relation, times) -%}
    {%- set formats = ['dmy', 'mdy'] -%}
    select
        *
        {%- for time in times %}
        {%- for format in formats %},
        case
            when unread_{{ time }} is null then {{ time }}
            when {{ has_form('unread_' ~ time, 'epoch') }}
                then {{ add_seconds(
                    "cast('1970-01-01' as timestamp)", 'cast(substr(unread_' ~ time ~ ', 1, 10) as integer)'
                ) }}
            {%- if format == 'dmy' %}
            else coalesce({{ time }}_dmy_read, {{ time }}_mdy_read, cast('9999-12-31' as timestamp))
            {%- else %}
            else coalesce({{ time }}_mdy_read, {{ time }}_dmy_read)
            {%- endif %}
        end as {{ time }}_{{ format }}
        {%- endfor %}
        {%- endfor %}
    from (
        select
            *
            {%- for time in times %}
            {%- for format in formats %}
            {%- set text = time ~ '_' ~ format ~ '_text' %},
            {{ try_cast(text, 'timestamp', text) }} as {{ time }}_{{ format }}_read
            {%- endfor %}
            {%- endfor %}
        from (
            select
                *
                {%- for time in times %}
                {%- for format in formats %},
                {{ iso_text('unread_' ~ time, "'" ~ format ~ "'") }} as {{ time }}_{{ format }}_text
                {%- endfor %}
                {%- endfor %}
            from {{ relation }}
        ) as dated
    ) as readings
{%- endmacro %}
