{#- The regular expression of a text that counts as a date, timestamp or number, or may be a time;
    docs/decisions.md says it in words. A date is one of the calendar: 31 days, 30, 29 and 28. -#}
{% macro text_form(kind) -%}
    {%- if kind == 'number' -%}
        {{ return('[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+'
            ~ '|([0-9]{1,17}([.][0-9]{0,17})?|[.][0-9]{1,17})[eE][+-]?[0-9]{1,3})') }}
    {%- elif kind == 'digits' -%}
        {{ return('[0-9]{1,15}') }}
    {%- elif kind == 'epoch' -%}
        {{ return('[0-9]{10}([0-9]{3})?') }}
    {%- elif kind == 'day_and_month' -%}
        {{ return('[0-9]{1,2}([/.-])[0-9]{1,2}[/.-][0-9]{4}( [0-9:.]+)?') }}
    {%- endif -%}
    {%- set any_day = '(0?[1-9]|1[0-9]|2[0-8])' -%}
    {%- set leap_pair = '(0[48]|[2468][048]|[13579][26])' -%}
    {%- set leap_year = '([0-9][0-9]' ~ leap_pair ~ '|' ~ leap_pair ~ '00)' -%}
    {%- set day = '(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-('
        ~ '(0?[1-9]|1[0-2])-' ~ any_day
        ~ '|(0?[13-9]|1[0-2])-(29|30)'
        ~ '|(0?[13578]|1[02])-31)'
        ~ '|' ~ leap_year ~ '-0?2-29)' -%}
    {%- set time_of_day = '([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?' -%}
    {%- set zone = ' ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)' -%}
    {{ return(day ~ '([ T]' ~ time_of_day ~ '(' ~ zone ~ ')?)?') }}
{%- endmacro %}
