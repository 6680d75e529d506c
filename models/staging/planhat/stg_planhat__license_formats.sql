{{ config(pre_hook="{{ open_raw_table('licenses') }}") }}
{%- set columns = raw_license_columns() -%}
{%- set numbers, dates = columns.numbers, columns.dates + columns.times -%}
{%- set number_format, date_format = setting('number_format'), setting('date_format') -%}

with loaded as (
    {{ raw_rows('licenses', numbers + dates) | indent(4) }}
),

trimmed as (
    select
        {%- for column in numbers %}
        {{ untyped_text(column, 'number') }} as text_{{ column }},
        {%- endfor %}
        {%- for column in dates %}
        {{ untyped_text(column, 'date') }} as text_{{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from loaded
),

-- How a value can be read. Digits alone are a number in any format.
classified as (
    select
        {%- for column in numbers %}
        {%- set text = 'text_' ~ column %}
        case
            when {{ text }} not like '%.%' and {{ text }} not like '%,%' then 'any'
            when {{ has_form(text, 'point') }}
                then case when {{ has_form(text, 'comma') }} then 'either' else 'point' end
            when {{ has_form(text, 'comma') }} then 'comma'
        end as form_{{ column }},
        {%- endfor %}
        {%- for column in dates %}
        {%- set text = 'text_' ~ column %}
        case
            when {{ text }} like '____-%' or {{ text }} like '%infinity' then 'iso'
            when {{ has_form(text, 'dmy') }}
                then case when {{ has_form(text, 'mdy') }} then 'either' else 'dmy' end
            when {{ has_form(text, 'mdy') }} then 'mdy'
            when {{ has_form(text, 'epoch') }} then 'epoch'
            when {{ has_form(text, 'excel_serial') }} then 'excel_serial'
            when {{ known_text(text) }} is not null then 'unreadable'
        end as form_{{ column }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from trimmed
),

counted as (
    select
        {%- for column in numbers %}
        count(form_{{ column }}) as values_{{ column }},
        {%- for form in ['point', 'comma', 'either'] %}
        coalesce(sum(case when form_{{ column }} = '{{ form }}' then 1 end), 0)
            as {{ form }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        {%- for column in dates %}
        count(form_{{ column }}) as values_{{ column }},
        {%- for form in ['dmy', 'mdy', 'either', 'epoch', 'excel_serial'] %}
        coalesce(sum(case when form_{{ column }} = '{{ form }}' then 1 end), 0)
            as {{ form }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        count(*) as raw_rows
    from classified
)

select
    {%- for column in numbers %}
    case
        when values_{{ column }} = 0 then 'point'
        {%- if number_format != 'auto' %}
        else '{{ number_format }}'
        {%- else %}
        when comma_{{ column }} > point_{{ column }} then 'comma'
        when point_{{ column }} > comma_{{ column }} then 'point'
        when either_{{ column }} + point_{{ column }} = 0 then 'point'
        {%- endif %}
    end as {{ column }}_format,
    {%- endfor %}
    {%- for column in dates %}
    case
        {%- if date_format != 'auto' %}
        when values_{{ column }} > 0 then '{{ date_format }}'
        else 'iso'
        {%- else %}
        when dmy_{{ column }} > mdy_{{ column }} then 'dmy'
        when mdy_{{ column }} > dmy_{{ column }} then 'mdy'
        when dmy_{{ column }} + either_{{ column }} > 0 then null
        when values_{{ column }} = 0 then 'iso'
        when epoch_{{ column }} = values_{{ column }} then 'epoch'
        when excel_serial_{{ column }} = values_{{ column }} then 'excel_serial'
        else 'iso'
        {%- endif %}
    end as {{ column }}_format,
    {%- endfor %}
    raw_rows
from counted
