{#- How a text can be read as a number: with a decimal point, a decimal comma, either, or any, since
    digits alone are a number in every format. Null where it cannot. -#}
{% macro number_form(text) -%}
    case
            when {{ text }} not like '%.%' and {{ text }} not like '%,%' then 'any'
            when {{ has_form(text, 'point') }}
                then case when {{ has_form(text, 'comma') }} then 'either' else 'point' end
            when {{ has_form(text, 'comma') }} then 'comma'
        end
{%- endmacro %}

{#- The format of a column of numbers from the counts of the forms that it shows: values_, point_, comma_
    and either_<column>. Null where they leave it open. -#}
{% macro number_format_found(column) -%}
    {%- set number_format = setting('number_format') -%}
    case
        when values_{{ column }} = 0 then 'point'
        {%- if number_format != 'auto' %}
        else '{{ number_format }}'
        {%- else %}
        when comma_{{ column }} > point_{{ column }} then 'comma'
        when point_{{ column }} > comma_{{ column }} then 'point'
        when either_{{ column }} + point_{{ column }} = 0 then 'point'
        {%- endif %}
    end
{%- endmacro %}
