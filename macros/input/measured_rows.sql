{#- A query for a raw table of measures by day, with its texts, its day and its numbers read by the
    format that each column shows; unread_fields says which number cannot be read, is a count below zero, or
    a score outside 0 to 100. Such a table may be large: no column is read twice as text. -#}
{% macro measured_rows(table_name, texts, day, counts, scores=[]) -%}
    {%- set numbers = counts + scores -%}
with loaded as (
    {{ raw_rows(table_name, texts + [day] + numbers) | indent(4) }}
),

trimmed as (
    select
        {%- for column in texts %}
        {{ clean_text(column) }} as text_{{ column }},
        {%- endfor %}
        {%- for column in numbers %}
        {{ clean_text(column) }} as text_{{ column }},
        {{ untyped_text(column, 'number') }} as untyped_{{ column }},
        {{ try_cast(column, amount_type()) }} as cast_{{ column }},
        {%- endfor %}
        {{ clean_text(day) }} as text_{{ day }},
        {{ untyped_text(day, 'date') }} as untyped_{{ day }},
        {{ try_cast(day, 'date') }} as cast_{{ day }},
        unread_line,
        mended_line
    from loaded
),

classified as (
    select
        {%- for column in numbers %}
        {{ number_form('untyped_' ~ column) }} as form_{{ column }},
        {%- endfor %}
        {{ date_form('untyped_' ~ day) }} as form_{{ day }}
    from trimmed
),

counted as (
    select
        {%- for column in numbers + [day] %}
        count(form_{{ column }}) as values_{{ column }},
        {%- for form in ['point', 'comma', 'either', 'dmy', 'mdy', 'epoch', 'excel_serial'] %}
        coalesce(sum(case when form_{{ column }} = '{{ form }}' then 1 end), 0)
            as {{ form }}_{{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from classified
),

formats as (
    select
        {%- for column in numbers %}
        {{ number_format_found(column) }} as {{ column }}_format,
        {%- endfor %}
        {{ date_format_found(day) }} as {{ day }}_format
    from counted
),

-- What is plain needs no format, and is most of it.
dated as (
    select
        {%- for column in numbers %}
        case
            when formats.{{ column }}_format = 'point' or trimmed.text_{{ column }} not like '%.%'
                then trimmed.cast_{{ column }}
        end as plain_{{ column }},
        {%- endfor %}
        case
            when trimmed.cast_{{ day }} is null
                then {{ iso_text('trimmed.text_' ~ day, 'formats.' ~ day ~ '_format') }}
        end as iso_{{ day }},
        trimmed.*,
        formats.*
    from trimmed
    cross join formats
),

written as (
    select
        *,
        {%- for column in numbers %}
        {%- for mark in ['point', 'comma'] %}
        {{ written_number('text_' ~ column, amount_type(), mark, "''", 'plain_' ~ column) }}
            as {{ mark }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        coalesce(cast_{{ day }}, {{ try_cast('text_' ~ day, 'date', 'iso_' ~ day) }}) as read_{{ day }}
    from dated
),

parsed as (
    select
        *,
        {%- for column in numbers %}
        {{ read_number(column) }} as number_{{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from written
),

checked as (
    select
        *,
        {%- for column in numbers %}
        case
            when
                number_{{ column }} is null or number_{{ column }} < 0
                {{- ' or number_' ~ column ~ ' > 100' if column in scores }}
                then {{ known_text('text_' ~ column) }}
        end as unread_{{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from parsed
)

select
    {%- for column in texts %}
    {{ known_text('text_' ~ column) }} as {{ column }},
    {%- endfor %}
    read_{{ day }} as {{ day }},
    {%- for column in numbers %}
    case when unread_{{ column }} is null then number_{{ column }} end as {{ column }},
    {%- endfor %}
    {{ known_text('text_' ~ day) }} as {{ day }}_text,
    {{ named_texts(numbers, 'unread_') }} as unread_fields,
    unread_line,
    mended_line
from checked
{%- endmacro %}
