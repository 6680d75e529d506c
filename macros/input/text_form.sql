{#- The regular expression of a text that counts as a date, timestamp or number, or may be one in
    another format; docs/decisions.md says it in words. -#}
{% macro text_form(kind) -%}
    {%- if kind in ['point', 'comma'] -%}
        {{ return(
            written_number_form('[.]', ',') if kind == 'point' else written_number_form(',', '[.]')
        ) }}
    {%- endif -%}
    {%- set any_time = '([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?' -%}
    {%- set offset = '[+-][0-9]{2}(:?[0-9]{2})?' -%}
    {%- set day, month = '(0?[1-9]|[12][0-9]|3[01])', '(0?[1-9]|1[0-2])' -%}
    {%- set mark = '[/.-]' -%}
    {%- if kind in ['date', 'timestamp'] -%}
        {{ return(iso_form() ~ '([ T]' ~ any_time ~ '( ?(Z|UTC|' ~ offset ~ '))?)?') }}
    {%- endif -%}
    {{ return({
        'number': '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+'
            ~ '|([0-9]{1,17}([.][0-9]{0,17})?|[.][0-9]{1,17})[eE][+-]?[0-9]{1,3})',
        'zoned': '.*:[0-9.]+ ?(Z|UTC|' ~ offset ~ ')',
        'dmy': day ~ mark ~ month ~ mark ~ '[0-9]{4}([ T]' ~ any_time ~ ')?',
        'mdy': month ~ mark ~ day ~ mark ~ '[0-9]{4}([ T]' ~ any_time ~ ')?',
        'digits': '[0-9]{1,15}',
        'epoch': '[0-9]{10}([0-9]{3})?',
        'excel_serial': '[1-9][0-9]{4}([.][0-9]{1,10})?',
        'long_fraction': '[^.,]*[.,][0-9]{8}0*[1-9].*|.*[eE]-.*',
        'salesforce_id': '(00|a[0-9])[0-9A-Za-z]{13}([A-Z0-5]{3})?',
    }[kind]) }}
{%- endmacro %}

{#- A day of the calendar as YYYY-MM-DD: of 31 days, 30, 29 and 28. -#}
{% macro iso_form() -%}
    {%- set any_day = '(0?[1-9]|1[0-9]|2[0-8])' -%}
    {%- set leap_pair = '(0[48]|[2468][048]|[13579][26])' -%}
    {%- set leap_year = '([0-9][0-9]' ~ leap_pair ~ '|' ~ leap_pair ~ '00)' -%}
    {{ return('(([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-('
        ~ '(0?[1-9]|1[0-2])-' ~ any_day
        ~ '|(0?[13-9]|1[0-2])-(29|30)'
        ~ '|(0?[13578]|1[02])-31)'
        ~ '|' ~ leap_year ~ '-0?2-29)') }}
{%- endmacro %}

{#- A number as people write it: with groups of thousands, a currency, a sign or brackets. -#}
{% macro written_number_form(decimal_mark, thousands_mark) -%}
    {%- set groups = [] -%}
    {%- for mark in [thousands_mark, "['\u2019]", '[ \u00a0\u202f]'] -%}
        {%- do groups.append('[1-9][0-9]{0,2}(' ~ mark ~ '[0-9]{3})+') -%}
    {%- endfor -%}
    {%- set digits = '(([0-9]+|' ~ groups | join('|') ~ ')(' ~ decimal_mark ~ '[0-9]*)?|'
        ~ decimal_mark ~ '[0-9]+)' -%}
    {%- set blank = '[ \u00a0\u202f]?' -%}
    {%- set currency = '([$\u20ac\u00a3\u00a5]|[A-Za-z]{3})' -%}
    {%- set before, after = '(' ~ currency ~ blank ~ ')?', '(' ~ blank ~ currency ~ ')?' -%}
    {{ return('[+-]?' ~ blank ~ before ~ digits ~ after
        ~ '|' ~ currency ~ blank ~ '[+-]' ~ digits
        ~ '|' ~ before ~ digits ~ blank ~ '-' ~ after
        ~ '|[(]' ~ blank ~ before ~ digits ~ after ~ blank ~ '[)]') }}
{%- endmacro %}
