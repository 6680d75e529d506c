{{ config(pre_hook="{{ open_raw_table('licenses') }}") }}
{%- set columns = raw_license_columns() -%}
{%- set numbers, dates = columns.numbers, columns.dates + columns.times -%}

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
        {{ number_form(text) }} as form_{{ column }},
        {%- endfor %}
        {%- for column in dates %}
        {%- set text = 'text_' ~ column %}
        {{ date_form(text) }} as form_{{ column }}{% if not loop.last %},{% endif %}
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
    {{ number_format_found(column) }} as {{ column }}_format,
    {%- endfor %}
    {%- for column in dates %}
    {{ date_format_found(column) }} as {{ column }}_format,
    {%- endfor %}
    raw_rows
from counted
