{#- How a text can be read as a day. Null where there is none. -#}
{% macro date_form(text) -%}
    case
            when {{ text }} like '____-%' or {{ text }} like '%infinity' then 'iso'
            when {{ has_form(text, 'dmy') }}
                then case when {{ has_form(text, 'mdy') }} then 'either' else 'dmy' end
            when {{ has_form(text, 'mdy') }} then 'mdy'
            when {{ has_form(text, 'epoch') }} then 'epoch'
            when {{ has_form(text, 'excel_serial') }} then 'excel_serial'
            when {{ known_text(text) }} is not null then 'unreadable'
        end
{%- endmacro %}

{#- The format of a column of days from the counts of the forms that it shows: values_, dmy_, mdy_,
    either_, epoch_ and excel_serial_<column>. Null where they leave it open. -#}
{% macro date_format_found(column) -%}
    {%- set date_format = setting('date_format') -%}
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
    end
{%- endmacro %}
