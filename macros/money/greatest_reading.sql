{#- The greatest amount that a text can mean, where it is no number of one reading: digits with points,
    commas, blanks, apostrophes and signs of currencies between them. What stands behind a last point or
    comma is a fraction where it has one digit or two. Null for any other text. -#}
{% macro greatest_reading(text) -%}
    {%- set plain = without_characters(text, " '\u2019\u00a0\u202f$€£¥+-()") -%}
    {%- set digits = without_characters(plain, '.,') -%}
    case
        when {{ has_form(digits, 'digits') }}
            then cast({{ digits }} as {{ money_total_type() }}) * case
                when substr({{ plain }}, length({{ plain }}) - 2, 1) in ('.', ',') then 0.01
                when substr({{ plain }}, length({{ plain }}) - 1, 1) in ('.', ',') then 0.1
                else 1
            end
    end
{%- endmacro %}
